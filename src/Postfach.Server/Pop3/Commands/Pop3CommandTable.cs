using System.Collections.Frozen;
using Postfach.Protocol.Pop3;

namespace Postfach.Server.Pop3.Commands;

/// <summary>All commands.</summary>
internal static class Pop3CommandTable
{
    public static readonly FrozenDictionary<Type, Pop3CommandRow> Rows = new[]
    {
        Pop3CommandRow.Of<Pop3Request.Auth>("AUTH", Pop3States.Authorization, AuthCommand.RunAsync, holdsSecret: true),
        Pop3CommandRow.Of<Pop3Request.Capa>("CAPA", Pop3States.Any, CapaCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Dele>("DELE", Pop3States.Transaction, DeleCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.List>("LIST", Pop3States.Transaction, ListCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Noop>("NOOP", Pop3States.Transaction, NoopCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Pass>("PASS", Pop3States.Authorization, PassCommand.RunAsync, holdsSecret: true),
        Pop3CommandRow.Of<Pop3Request.Quit>("QUIT", Pop3States.Any, QuitCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Retr>("RETR", Pop3States.Transaction, RetrCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Rset>("RSET", Pop3States.Transaction, RsetCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Stat>("STAT", Pop3States.Transaction, StatCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Stls>("STLS", Pop3States.Authorization, StlsCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Top>("TOP", Pop3States.Transaction, TopCommand.RunAsync),
        Pop3CommandRow.Of<Pop3Request.Uidl>("UIDL", Pop3States.Transaction, UidlCommand.RunAsync),
        // Some type their password where their name should be.
        Pop3CommandRow.Of<Pop3Request.User>("USER", Pop3States.Authorization, UserCommand.RunAsync, holdsSecret: true),
        Pop3CommandRow.Of<Pop3Request.Utf8>("UTF8", Pop3States.Authorization, Utf8Command.RunAsync),
    }.ToFrozenDictionary(row => row.Request);

    public static Pop3CommandRow RowOf(Pop3Request request) => Rows[request.GetType()];
}
