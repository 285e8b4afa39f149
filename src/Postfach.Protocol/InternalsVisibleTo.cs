using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Postfach.Protocol.Tests")]
