using System.Buffers;
using System.Security.Cryptography;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Reads a message's bytes back from the store and compares their SHA-256 with the one they came with.</summary>
internal static class BodyCheck
{
    /// <summary>Why the bytes are not what came; null: they are.</summary>
    public static string? WhyNot(Account account, BodyId body)
    {
        try
        {
            var (size, expected) = account.Bodies.Identity(body);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var piece = new ArrayBufferWriter<byte>(BodyReader.RowBytes);
            for (var offset = 0L; offset < size; offset += BodyReader.RowBytes)
            {
                piece.ResetWrittenCount();
                account.Bodies.WriteBytes(body, offset, Math.Min(BodyReader.RowBytes, size - offset), piece);
                hash.AppendData(piece.WrittenSpan);
            }

            return hash.GetHashAndReset().AsSpan().SequenceEqual(expected) ? null : CopyReason.Damaged;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }
}
