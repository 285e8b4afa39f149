namespace Postfach.Options;

internal enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One object a line, for programs.</summary>
    Json,
}
