using Xunit;

namespace Postfach.Testing;

/// <summary>Mail programs and servers of others that tests need.</summary>
public static class RealProgram
{
    /// <summary>Skips the test by name where something is missing; where <c>CI</c> is set, nothing may be missing.</summary>
    /// <param name="missing">What, and how it is got; null: it is there.</param>
    public static void Require(string? missing)
    {
        Assert.SkipWhen(missing is not null && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 }, missing ?? "");
        if (missing is not null)
            Assert.Fail($"{missing}, and in CI it may not be missing");
    }
}
