using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Postfach.Server.Tests")]
