using System.Buffers;
using System.Security.Cryptography;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Reads a message's bytes back from the store and compares their SHA-256 with the one they came with, and their number with what the provider has.</summary>
internal static class BodyCheck
{
    /// <summary>Why a line's message is not safe here; null: it is.</summary>
    /// <param name="body">Where its bytes lie.</param>
    public static string? WhyNot(Account account, LedgerEntry entry, BodyId body)
    {
        try
        {
            var (size, expected) = account.Bodies.Identity(body);
            if (size < entry.Size)
                return CopyReason.Short(entry.Size, size);
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
