using System.Text.Json.Serialization;
using Postfach.CommandLine;

namespace Postfach.Administration;

/// <summary>What became of an <see cref="AdminRequest"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(UsersAdded), "users.added")]
[JsonDerivedType(typeof(Users), "users")]
[JsonDerivedType(typeof(Mailboxes), "mailboxes")]
[JsonDerivedType(typeof(Importing), "importing")]
[JsonDerivedType(typeof(Exporting), "exporting")]
[JsonDerivedType(typeof(Status), "status")]
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(SourceReply.Sources), "sources")]
[JsonDerivedType(typeof(SourceReply.Shown), "source")]
[JsonDerivedType(typeof(SourceReply.Tested), "source.tested")]
[JsonDerivedType(typeof(SourceReply.Confirmed), "source.confirmed")]
[JsonDerivedType(typeof(SourceReply.Forecast), "source.forecast")]
[JsonDerivedType(typeof(SourceReply.Copies), "source.copies")]
[JsonDerivedType(typeof(SourceReply.Probe), "source.probe")]
[JsonDerivedType(typeof(SourceReply.RunHistory), "source.runs")]
[JsonDerivedType(typeof(SourceReply.Fetched), "source.fetched")]
[JsonDerivedType(typeof(SourceReply.Running), "source.running")]
[JsonDerivedType(typeof(Refused), "refused")]
internal abstract record AdminReply
{
    private protected AdminReply()
    {
    }

    /// <summary>Done and durable.</summary>
    public sealed record Done : AdminReply;

    /// <summary>Durable. <paramref name="AlreadyThere"/> are users that existed; they were left as they are.</summary>
    public sealed record UsersAdded(IReadOnlyList<string> Added, IReadOnlyList<string> AlreadyThere) : AdminReply;

    public sealed record Users(IReadOnlyList<UserRow> Rows) : AdminReply;

    public sealed record Mailboxes(IReadOnlyList<MailboxRow> Rows) : AdminReply;

    /// <summary>How far an import is. <paramref name="Taken"/>: the message that ended is not too big, the mailbox that began keeps UIDs.</summary>
    public sealed record Importing(bool Taken, long Imported, long AlreadyThere) : AdminReply;

    /// <summary>An export begins. <paramref name="Bytes"/>: those of all messages.</summary>
    public sealed record Exporting(long Bytes) : AdminReply;

    public sealed record Status(StatusFacts Facts) : AdminReply;

    /// <param name="Hits">The newest, the newest first.</param>
    /// <param name="All">How many there are of them and all others.</param>
    /// <param name="Unreadable">Messages that had to be looked through and could not be.</param>
    public sealed record Found(IReadOnlyList<HitRow> Hits, int All, int Unreadable) : AdminReply;

    /// <summary>Nothing was changed; <paramref name="Why"/> is for the administrator to read.</summary>
    public sealed record Refused(ExitCode Code, string Why) : AdminReply;
}
