using CsCheck;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class OracleTests
{
    private static readonly Gen<string> Leaf = Gen.Select(
        Gen.OneOf("", "Content-Type: text/plain\n", "Content-Type: image/png; name=\"a.png\"\nContent-Transfer-Encoding: base64\n", "X-Other: folded\n field\n"),
        Gen.OneOf("", "one\n", "one\n\ntwo", "--\n- list\n-- \nsignature", "--other\n", "AAAA\nBBBB\n"),
        (header, text) => $"{header}\n{text}");

    /// <summary>Well-formed messages: parts within parts, each boundary its own.</summary>
    private static readonly Gen<string> Entity = Gen.Recursive<string>((depth, inner) => depth >= 4
        ? Leaf
        : Gen.Frequency(
            (3, Leaf),
            (1, inner.Select(text => $"Content-Type: message/rfc822\n\nSubject: within\n{text}")),
            (3, Gen.Select(inner.Array[1, 4], Gen.Bool, (parts, hasEpilogue) => Multipart(parts, depth, hasEpilogue)))));

    private static string Multipart(string[] parts, int depth, bool hasEpilogue)
    {
        // A boundary that no other starts with and that is in no part, since each level has its own letter.
        var boundary = $"{(char)('p' + depth)}=_{parts.Sum(p => p.Length)}";
        return $"Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\npreamble\n"
            + string.Concat(parts.Select(p => $"--{boundary}\n{p}\n")) + $"--{boundary}--\n{(hasEpilogue ? "epilogue\n" : "")}";
    }

    [Fact]
    public void Well_formed_messages_are_read_as_an_independent_reader_does() =>
        Entity.Sample(
            entity =>
            {
                var octets = Prepare.Octets($"From: a@b\nSubject: outer\n{entity}");
                var message = Consistency.Check(octets);
                Assert.Equal(Oracle.Parts(octets), Oracle.Parts(message));
            },
            iter: 1000,
            threads: 1);
}
