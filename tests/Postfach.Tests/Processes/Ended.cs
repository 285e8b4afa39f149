namespace Postfach.Tests.Processes;

/// <summary>What a command left behind.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>What standard error says, which is one line.</summary>
    public string ErrorLine
    {
        get
        {
            Assert.EndsWith("\n", Error, StringComparison.Ordinal);
            Assert.StartsWith("postfach: ", Error, StringComparison.Ordinal);
            return Assert.Single(Error.TrimEnd('\n').Split('\n'));
        }
    }
}
