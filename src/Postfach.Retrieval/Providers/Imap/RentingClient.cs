using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>The library's client, reading bodies into buffers from the pool, none of them bigger than was foreseen.</summary>
internal sealed class RentingClient(ImapTranscript transcript) : ImapClient(transcript)
{
    /// <summary>Bytes. The biggest literal of a body that is taken: bigger messages are asked for in parts.</summary>
    public const int MostBytes = 16 << 20;

    protected override ImapFolder CreateImapFolder(ImapFolderConstructorArgs args) => new RentingFolder(args);

    private sealed class RentingFolder(ImapFolderConstructorArgs args) : ImapFolder(args)
    {
        protected override Stream CreateStream(MailKit.UniqueId? uid, string section, int offset, int length) =>
            length is >= 0 and <= MostBytes
                ? RentedStream.Of(length)
                : throw new ProviderException(ProviderFault.Protocol, $"The provider sends {length} bytes where it has announced less.");
    }
}
