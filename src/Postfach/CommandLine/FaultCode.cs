using Postfach.Retrieval;

namespace Postfach.CommandLine;

/// <summary>What the program ends with after troubles with a provider.</summary>
internal static class FaultCode
{
    // The more a person has to do about it, the worse it is.
    private static readonly ExitCode[] ByWeight = [ExitCode.Ok, ExitCode.TemporaryFailure, ExitCode.NoHost, ExitCode.Protocol, ExitCode.NoPermission, ExitCode.Configuration];

    public static ExitCode Of(ProviderFault? fault) => fault switch
    {
        null => ExitCode.Ok,
        ProviderFault.Unreachable or ProviderFault.Busy or ProviderFault.Broken => ExitCode.TemporaryFailure,
        ProviderFault.UnknownHost => ExitCode.NoHost,
        ProviderFault.LogInRefused => ExitCode.NoPermission,
        ProviderFault.NoSecret => ExitCode.Configuration,
        _ => ExitCode.Protocol,
    };

    /// <summary>The worst of several: any that is none of providers' is worse than those.</summary>
    public static ExitCode Worst(IEnumerable<ExitCode> codes) => codes.DefaultIfEmpty(ExitCode.Ok).MaxBy(Weight);

    private static int Weight(ExitCode code) => Array.IndexOf(ByWeight, code) is >= 0 and var weight ? weight : ByWeight.Length;
}
