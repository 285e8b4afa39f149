using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A message whose bytes are in the store's hands, to be appended.</summary>
/// <param name="InternalDate">Null: the time of the append.</param>
public sealed record NewMessage(IncomingMessage Content, FlagSet Flags, InternalDate? InternalDate);
