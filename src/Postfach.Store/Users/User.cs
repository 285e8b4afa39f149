using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Somebody who can log in, and the account that holds the mail.</summary>
public sealed record User(UserName Name, AccountId Account);
