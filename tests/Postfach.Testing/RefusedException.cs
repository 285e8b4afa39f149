namespace Postfach.Testing;

/// <summary>The server said no where a test needs a yes.</summary>
public sealed class RefusedException(string command, string answer) : Exception($"{command}: {answer}");
