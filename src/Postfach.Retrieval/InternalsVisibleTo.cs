using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Postfach.Retrieval.Tests")]
