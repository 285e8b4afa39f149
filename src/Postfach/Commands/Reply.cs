using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary>Takes apart the answers that commands get.</summary>
internal static class Reply
{
    /// <exception cref="CommandException">It was refused.</exception>
    public static int Done(AdminReply reply) => reply is AdminReply.Refused ? throw Unexpected(reply) : (int)ExitCode.Ok;

    /// <exception cref="CommandException">It was refused.</exception>
    public static TReply As<TReply>(AdminReply reply)
        where TReply : AdminReply => reply as TReply ?? throw Unexpected(reply);

    private static Exception Unexpected(AdminReply reply) => reply is AdminReply.Refused(var code, var why)
        ? new CommandException(code, why)
        : new InvalidOperationException($"The answer {reply.GetType().Name} does not belong to what was asked");
}
