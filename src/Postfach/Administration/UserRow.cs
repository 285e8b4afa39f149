namespace Postfach.Administration;

internal sealed record UserRow(string Name, string Account);
