using Postfach.Mail;

namespace Postfach.Files;

/// <summary>A message as it lies in a file: which bytes of it, and what the file, or its name, says about it.</summary>
public sealed record SourceMessage
{
    public required string Path { get; init; }

    /// <summary>Where in the file it begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>Its bytes in the file.</summary>
    public required long Length { get; init; }

    public Quoting Quoting { get; init; }

    /// <summary>Its lines end in the file as they do in the message; otherwise LF stands for CRLF.</summary>
    public bool KeepsLineEnds { get; init; }

    public FlagSet Flags { get; init; } = FlagSet.Empty;

    /// <summary>Null: nothing is known of it.</summary>
    public InternalDate? InternalDate { get; init; }

    /// <summary>Its UID where it comes from.</summary>
    public Uid? Uid { get; init; }

    /// <summary>What POP3 called it where it comes from.</summary>
    public string? UniqueId { get; init; }
}
