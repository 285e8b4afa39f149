using Postfach.Mail;
using Postfach.Retrieval;

namespace Postfach.Administration;

/// <summary>What an administrator asks for about sources.</summary>
internal abstract record SourceRequest : AdminRequest
{
    private SourceRequest()
    {
    }

    /// <param name="User">Whose mail it is.</param>
    /// <param name="Secret">Null: a command prints it.</param>
    public sealed record AddSource(string Name, string User, SourceSettings Settings, SourceSecret? Secret) : SourceRequest;

    /// <param name="Before">The settings that were changed: where they are others by now, nothing is done.</param>
    /// <param name="Secret">Null: as before, where the settings want one that is kept.</param>
    public sealed record EditSource(string Name, SourceSettings Before, SourceSettings Settings, SourceSecret? Secret) : SourceRequest;

    /// <param name="Forget">What was fetched from it is forgotten too. Otherwise the account goes on knowing it.</param>
    public sealed record RemoveSource(string Name, bool Forget) : SourceRequest;

    public sealed record ListSources : SourceRequest;

    public sealed record ShowSource(string Name) : SourceRequest;

    /// <summary>Logs in and looks.</summary>
    public sealed record TestSource(string Name) : SourceRequest;

    public sealed record PauseSource(string Name, bool IsPaused) : SourceRequest;

    /// <summary>A person has looked: the deletions that wait may be made.</summary>
    public sealed record ConfirmSource(string Name) : SourceRequest;

    /// <param name="Limit">Runs that are wanted at most.</param>
    public sealed record ListRuns(string Name, int Limit) : SourceRequest
    {
        /// <summary>No more are kept.</summary>
        public const int HighestLimit = 1000;
    }

    /// <summary>Runs it, and is answered at the end of the run.</summary>
    /// <param name="Message">What is to be fetched whole, having only its header here; null: nothing. As for <see cref="ExplainCopies"/>.</param>
    /// <param name="Ticket">By which the run can be broken off.</param>
    public sealed record FetchSource(string Name, bool IsDryRun, string? Message, Guid Ticket) : SourceRequest;

    /// <summary>Whoever asked for a run gives up waiting: it is broken off, and this is answered when it has ended.</summary>
    public sealed record StopFetch(Guid Ticket) : SourceRequest;

    /// <summary>How far the runs are that go on now.</summary>
    public sealed record GetRunning : SourceRequest;

    /// <summary>What a rule would do.</summary>
    /// <param name="Rule">Null: the one that the source has.</param>
    public sealed record ForecastSource(string Name, string? Rule) : SourceRequest;

    /// <summary>What the rule of a source that is about to be added would do.</summary>
    public sealed record ForecastNewSource(AddSource New) : SourceRequest;

    /// <summary>Why copies are where they are.</summary>
    /// <param name="Message">The provider's name for it, a Message-ID, or words of the subject.</param>
    public sealed record ExplainCopies(string Name, string Message, Language Language) : SourceRequest;

    /// <summary>Looks at what the provider can do.</summary>
    public sealed record ProbeSource(string Name) : SourceRequest;
}
