namespace Postfach.Administration;

internal sealed record NewUser(string Name, string Password)
{
    // A password is in no log and no message, whoever prints this.
    public override string ToString() => Name;
}
