using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap;

/// <summary>Flags in parentheses as they are sent, kept while one command runs: thousands of messages have a handful of flag sets. Not thread-safe.</summary>
internal sealed class FlagTexts
{
    // Where there are more, each is made anew.
    private const int MaxKept = 256;

    private readonly Dictionary<(FlagSet Flags, bool Recent), byte[]> _texts = [];
    private FlagSet? _lastFlags;
    private bool _lastRecent;
    private byte[] _last = [];

    public ReadOnlySpan<byte> Of(FlagSet flags, bool recent)
    {
        if (!ReferenceEquals(flags, _lastFlags) || recent != _lastRecent)
            (_last, _lastFlags, _lastRecent) = (Find(flags, recent), flags, recent);
        return _last;
    }

    private byte[] Find(FlagSet flags, bool recent)
    {
        if (_texts.TryGetValue((flags, recent), out var known))
            return known;
        var text = new ArrayBufferWriter<byte>();
        text.WriteFlags(flags, recent);
        var bytes = text.WrittenSpan.ToArray();
        if (_texts.Count < MaxKept)
            _texts.Add((flags, recent), bytes);
        return bytes;
    }
}
