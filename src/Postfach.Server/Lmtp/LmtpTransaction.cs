using Postfach.Protocol.Lmtp;
using Postfach.Server.Deliveries;

namespace Postfach.Server.Lmtp;

/// <summary>What MAIL, RCPT and BDAT have said so far. RFC 5321 §3.3.</summary>
/// <param name="isUtf8">The client said SMTPUTF8.</param>
internal sealed class LmtpTransaction(MailPath reversePath, bool isUtf8) : IAsyncDisposable
{
    public MailPath ReversePath => reversePath;

    public bool IsUtf8 => isUtf8;

    /// <summary>Those that were accepted, in their order; an address may be there more than once.</summary>
    public List<Recipient> Recipients { get; } = [];

    /// <summary>The message, once its bytes come.</summary>
    public MessageIntake? Intake { get; private set; }

    public async Task<MessageIntake> BeginIntakeAsync(LmtpSession session) => Intake = await MessageIntake.BeginAsync(session, this);

    public ValueTask DisposeAsync() => Intake?.DisposeAsync() ?? default;
}
