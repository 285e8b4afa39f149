using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Postfach.Store.Tests")]
