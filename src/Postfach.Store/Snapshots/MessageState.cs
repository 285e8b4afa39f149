using System.Runtime.InteropServices;

namespace Postfach.Store;

/// <summary>What changes of a message in a mailbox: 12 bytes. <paramref name="Flags"/> is a number of the account's <see cref="FlagTable"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct MessageState(long ModSeq, int Flags);
