using System.Buffers;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>The THREAD response. RFC 5256 §4, §5.</summary>
/// <param name="Numbers">Of the messages, by their nodes: sequence numbers, or UIDs.</param>
public sealed record ThreadResponse(ThreadForest Threads, IReadOnlyList<uint> Numbers)
{
    public void Write(IBufferWriter<byte> output)
    {
        output.Write("* THREAD"u8);
        for (var root = Threads.FirstRoot; root != ThreadForest.None; root = Threads.NextSibling[root])
        {
            output.Write(root == Threads.FirstRoot ? " ("u8 : "("u8);
            WriteThread(output, root);
        }

        output.Write("\r\n"u8);
    }

    /// <summary>
    /// A thread, up to the parenthesis that closes it. It may branch at every message, and clients' replies decide how deep: so what waits to be written is kept
    /// in a list of its own.
    /// </summary>
    private void WriteThread(IBufferWriter<byte> output, int node)
    {
        var waiting = new Stack<int>();
        while (true)
        {
            if (Threads.IsMessage(node))
                output.WriteNumber(Numbers[node]);
            var child = Threads.FirstChild[node];
            if (child != ThreadForest.None)
            {
                if (Threads.IsMessage(node))
                    output.Write(" "u8);

                // RFC 5256 §5: thread-nested = 2*thread-list. One child just follows.
                if (Threads.NextSibling[child] is var sibling && sibling != ThreadForest.None)
                {
                    waiting.Push(sibling);
                    output.Write("("u8);
                }

                node = child;
                continue;
            }

            if (!TryClose(output, waiting, out node))
                return;
        }
    }

    /// <summary>Closes what ends with a message, and opens the next branch; false where there is none.</summary>
    private bool TryClose(IBufferWriter<byte> output, Stack<int> waiting, out int next)
    {
        output.Write(")"u8);
        while (waiting.TryPop(out next))
        {
            if (next != ThreadForest.None)
            {
                waiting.Push(Threads.NextSibling[next]);
                output.Write("("u8);
                return true;
            }

            // The last branch is closed, and so is what branched.
            output.Write(")"u8);
        }

        return false;
    }
}
