namespace Postfach.Files;

/// <summary>An export cannot begin there; the message says why and what to do.</summary>
public sealed class ExportException(string message) : Exception(message);
