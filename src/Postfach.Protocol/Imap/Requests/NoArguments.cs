namespace Postfach.Protocol.Imap.Requests;

/// <summary>The command's name is all of it.</summary>
public sealed record NoArguments
{
    private static readonly NoArguments Instance = new();

    public static bool TryRead(ref ImapReader reader, out NoArguments request)
    {
        request = Instance;
        return reader.End();
    }
}
