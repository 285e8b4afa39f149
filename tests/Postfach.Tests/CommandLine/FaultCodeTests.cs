using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;

namespace Postfach.Tests.CommandLine;

/// <summary>What scripts go by.</summary>
public sealed class FaultCodeTests
{
    [Theory]
    [InlineData(null, 0)]
    [InlineData(ProviderFault.Unreachable, 75)]
    [InlineData(ProviderFault.Busy, 75)]
    [InlineData(ProviderFault.Broken, 75)]
    [InlineData(ProviderFault.UnknownHost, 68)]
    [InlineData(ProviderFault.Security, 76)]
    [InlineData(ProviderFault.Protocol, 76)]
    [InlineData(ProviderFault.LogInRefused, 77)]
    [InlineData(ProviderFault.NoSecret, 78)]
    public void Every_trouble_with_a_provider_has_its_code(ProviderFault? fault, int code) => Assert.Equal(code, (int)FaultCode.Of(fault));

    [Theory]
    [InlineData(0)]
    [InlineData(75, 0, 75)]
    [InlineData(68, 75, 68)]
    [InlineData(76, 68, 76, 75)]
    [InlineData(77, 76, 0, 77)]
    [InlineData(78, 78, 77)]
    [InlineData(74, 78, 74)]
    public void The_worst_of_several_counts(int worst, params int[] codes) => Assert.Equal(worst, (int)FaultCode.Worst(codes.Select(c => (ExitCode)c)));

    [Fact]
    public void A_request_that_is_printed_tells_no_password()
    {
        var settings = new SourceSettings { Protocol = SourceProtocol.Imap, Host = "h", Port = 1, User = "u" };
        Assert.DoesNotContain("donkey", new SourceRequest.AddSource("gmx", "anna", settings, new SourceSecret("donkey")).ToString(), StringComparison.Ordinal);
    }
}
