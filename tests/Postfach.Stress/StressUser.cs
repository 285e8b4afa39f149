namespace Postfach.Stress;

/// <summary>An account that the tester may do with as it likes.</summary>
internal sealed record StressUser(string Name, string Password);
