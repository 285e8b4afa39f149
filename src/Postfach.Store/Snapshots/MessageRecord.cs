using System.Runtime.InteropServices;

namespace Postfach.Store;

/// <summary>What never changes of a message in a mailbox: 24 bytes, of which a mailbox of a million holds a million.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct MessageRecord(uint Uid, uint Size, uint Body, uint SaveDate, long InternalDate);
