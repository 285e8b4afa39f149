using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Postfach.Files.Tests")]
