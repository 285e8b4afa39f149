using System.Text.Json.Serialization;

namespace Postfach.Administration;

/// <summary>What an administrator asks for: a line of JSON on the control socket. Names were checked where they came in, and are checked again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(AddUsers), "user.add")]
[JsonDerivedType(typeof(ListUsers), "user.list")]
[JsonDerivedType(typeof(RemoveUser), "user.remove")]
[JsonDerivedType(typeof(SetPassword), "user.password")]
[JsonDerivedType(typeof(ListMailboxes), "mailbox.list")]
[JsonDerivedType(typeof(CreateMailbox), "mailbox.create")]
[JsonDerivedType(typeof(DeleteMailbox), "mailbox.delete")]
[JsonDerivedType(typeof(RenameMailbox), "mailbox.rename")]
[JsonDerivedType(typeof(GetStatus), "status")]
[JsonDerivedType(typeof(Search), "search")]
[JsonDerivedType(typeof(Import), "import")]
[JsonDerivedType(typeof(Export), "export")]
[JsonDerivedType(typeof(Deliver), "deliver")]
[JsonDerivedType(typeof(SourceRequest.AddSource), "source.add")]
[JsonDerivedType(typeof(SourceRequest.EditSource), "source.edit")]
[JsonDerivedType(typeof(SourceRequest.RemoveSource), "source.remove")]
[JsonDerivedType(typeof(SourceRequest.ListSources), "source.list")]
[JsonDerivedType(typeof(SourceRequest.ShowSource), "source.show")]
[JsonDerivedType(typeof(SourceRequest.TestSource), "source.test")]
[JsonDerivedType(typeof(SourceRequest.PauseSource), "source.pause")]
[JsonDerivedType(typeof(SourceRequest.ConfirmSource), "source.confirm")]
[JsonDerivedType(typeof(SourceRequest.ListRuns), "source.runs")]
[JsonDerivedType(typeof(SourceRequest.FetchSource), "source.fetch")]
[JsonDerivedType(typeof(SourceRequest.StopFetch), "source.stop")]
[JsonDerivedType(typeof(SourceRequest.GetRunning), "source.running")]
[JsonDerivedType(typeof(SourceRequest.ForecastSource), "source.forecast")]
[JsonDerivedType(typeof(SourceRequest.ForecastNewSource), "source.forecast-new")]
[JsonDerivedType(typeof(SourceRequest.ExplainCopies), "source.why")]
[JsonDerivedType(typeof(SourceRequest.ProbeSource), "source.probe")]
internal abstract record AdminRequest
{
    private protected AdminRequest()
    {
    }

    public sealed record AddUsers(IReadOnlyList<NewUser> Users) : AdminRequest
    {
        /// <summary>Deriving a key from each password takes a while; more than these would leave the asker without a sign of life.</summary>
        public const int MostAtOnce = 64;
    }

    public sealed record ListUsers : AdminRequest;

    /// <param name="WithMail">Otherwise the account's file stays.</param>
    public sealed record RemoveUser(string Name, bool WithMail = false) : AdminRequest;

    public sealed record SetPassword(NewUser User) : AdminRequest;

    public sealed record ListMailboxes(string User) : AdminRequest;

    public sealed record CreateMailbox(string User, string Mailbox) : AdminRequest;

    public sealed record DeleteMailbox(string User, string Mailbox) : AdminRequest;

    public sealed record RenameMailbox(string User, string From, string To) : AdminRequest;

    public sealed record GetStatus : AdminRequest;

    /// <param name="Mailbox">Null: all of them.</param>
    /// <param name="AreWords">The query has words in it and no search keys, whatever it looks like.</param>
    /// <param name="Limit">Hits that are wanted at most.</param>
    public sealed record Search(string User, string? Mailbox, string Query, bool AreWords, int Limit) : AdminRequest
    {
        /// <summary>More than these are no answer any more.</summary>
        public const int HighestLimit = 10_000;
    }

    /// <summary>After this the connection carries an <see cref="MailFrame"/> after the other, until it is closed.</summary>
    public sealed record Import(string User, string Source) : AdminRequest;

    /// <summary>After its answer the connection carries <see cref="MailFrame"/>s the other way, until <see cref="MailFrame.Commit"/> is answered.</summary>
    public sealed record Export(string User, bool WithLineEnds) : AdminRequest;

    /// <summary>After this the connection carries one message in <see cref="MailFrame"/>s, up to <see cref="MailFrame.Commit"/>.</summary>
    public sealed record Deliver(string Recipient, string? Mailbox, string? Sender) : AdminRequest;
}
