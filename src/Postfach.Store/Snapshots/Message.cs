using Postfach.Mail;

namespace Postfach.Store;

/// <summary>One message as a snapshot shows it.</summary>
/// <param name="Size">RFC822.SIZE: the raw bytes.</param>
public readonly record struct Message(
    SequenceNumber Number,
    Uid Uid,
    uint Size,
    InternalDate InternalDate,
    FlagSet Flags,
    ModSeq ModSeq,
    BodyId Body,
    DateTimeOffset SaveDate);
