namespace Postfach.Bench.Load;

/// <summary>A server did not do what the figure needs: it refused, or closed the connection. The figure has no value then.</summary>
internal sealed class LoadException(string message) : Exception(message);
