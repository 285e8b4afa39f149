using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>A response code: what stands in brackets before the text of OK, NO and BAD. RFC 9051 §7.1.</summary>
public abstract record ImapCode
{
    private ImapCode()
    {
    }

    // RFC 5530, now RFC 9051 §7.1.
    public static readonly ImapCode AlreadyExists = new Word("ALREADYEXISTS");
    public static readonly ImapCode AuthenticationFailed = new Word("AUTHENTICATIONFAILED");
    public static readonly ImapCode Cannot = new Word("CANNOT");
    public static readonly ImapCode Closed = new Word("CLOSED");
    public static readonly ImapCode ExpungeIssued = new Word("EXPUNGEISSUED");
    public static readonly ImapCode Limit = new Word("LIMIT");
    public static readonly ImapCode NonExistent = new Word("NONEXISTENT");
    public static readonly ImapCode PrivacyRequired = new Word("PRIVACYREQUIRED");
    public static readonly ImapCode ReadOnly = new Word("READ-ONLY");
    public static readonly ImapCode ReadWrite = new Word("READ-WRITE");
    public static readonly ImapCode ServerBug = new Word("SERVERBUG");
    public static readonly ImapCode TooBig = new Word("TOOBIG");
    public static readonly ImapCode TryCreate = new Word("TRYCREATE");
    public static readonly ImapCode Unavailable = new Word("UNAVAILABLE");

    // RFC 6154 §3.
    public static readonly ImapCode UnknownCte = new Word("UNKNOWN-CTE");
    public static readonly ImapCode UseAttr = new Word("USEATTR");

    public sealed record Word(string Name) : ImapCode;

    public sealed record UidNext(Uid Next) : ImapCode;

    public sealed record UidValidity(Mail.UidValidity Value) : ImapCode;

    /// <summary>RFC 3501 §7.1; rev2 has none.</summary>
    public sealed record Unseen(SequenceNumber First) : ImapCode;

    public sealed record PermanentFlags(ImmutableArray<Keyword> Keywords, bool None) : ImapCode;

    /// <summary>RFC 4315 §3.</summary>
    public sealed record AppendUid(Mail.UidValidity Validity, UidSet Uids) : ImapCode;

    /// <summary>RFC 4315 §3.</summary>
    public sealed record CopyUid(Mail.UidValidity Validity, UidSet Source, UidSet Target) : ImapCode;

    /// <summary>RFC 9051 §7.1: the charsets that a search may name.</summary>
    public sealed record BadCharset(IReadOnlyList<string> Known) : ImapCode;

    /// <summary>RFC 7162 §3.1.2.1.</summary>
    public sealed record HighestModSeq(ModSeq Value) : ImapCode;

    /// <summary>Messages that a conditional STORE left alone. RFC 7162 §3.1.3.</summary>
    /// <param name="Messages">Sequence numbers, or UIDs in the reply to a UID command.</param>
    public sealed record Modified(string Messages) : ImapCode;

    /// <summary>RFC 8474 §4.1, §4.2.</summary>
    public sealed record MailboxId(string ObjectId) : ImapCode;

    /// <summary>The search of this tag is not kept up to date. RFC 5267 §4.3.1.</summary>
    public sealed record NoUpdate(string Tag) : ImapCode;

    /// <summary>How far a command is that takes long. RFC 9585 §4.</summary>
    /// <param name="Goal">More than <paramref name="Done"/>; null: not known.</param>
    public sealed record InProgress(string Tag, long Done, long? Goal) : ImapCode;

    public sealed record Capability(IReadOnlyList<string> Names) : ImapCode;

    /// <summary>Writes it with its brackets.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.Write("["u8);
        switch (this)
        {
            case Word word:
                output.WriteText(word.Name);
                break;
            case UidNext next:
                output.WriteText($"UIDNEXT {next.Next}");
                break;
            case UidValidity validity:
                output.WriteText($"UIDVALIDITY {validity.Value}");
                break;
            case Unseen unseen:
                output.WriteText($"UNSEEN {unseen.First}");
                break;
            case PermanentFlags { None: true }:
                output.Write("PERMANENTFLAGS ()"u8);
                break;
            case PermanentFlags flags:
                output.Write("PERMANENTFLAGS "u8);
                output.WriteKnownFlags(flags.Keywords, andMore: true);
                break;
            case AppendUid append:
                output.WriteText($"APPENDUID {append.Validity} {append.Uids}");
                break;
            case CopyUid copy:
                output.WriteText($"COPYUID {copy.Validity} {copy.Source} {copy.Target}");
                break;
            case BadCharset charset:
                output.WriteText($"BADCHARSET ({string.Join(' ', charset.Known)})");
                break;
            case HighestModSeq highest:
                output.WriteText($"HIGHESTMODSEQ {highest.Value}");
                break;
            case Modified modified:
                output.WriteText($"MODIFIED {modified.Messages}");
                break;
            case MailboxId mailbox:
                output.WriteText($"MAILBOXID ({mailbox.ObjectId})");
                break;
            case NoUpdate search:
                output.WriteText($"NOUPDATE \"{search.Tag}\"");
                break;
            case InProgress progress:
                // RFC 9585 §4: a tag with the bracket that ends a code is not told.
                var tag = progress.Tag.Contains(']', StringComparison.Ordinal) ? "NIL" : $"\"{progress.Tag}\"";
                output.WriteText($"INPROGRESS ({tag} {progress.Done} {(progress.Goal is { } goal ? $"{goal}" : "NIL")})");
                break;
            case Capability capability:
                output.WriteText($"CAPABILITY {string.Join(' ', capability.Names)}");
                break;
        }

        output.Write("]"u8);
    }
}
