namespace Postfach.Server.Tests;

internal static class TestConnectionConversation
{
    extension(LineTestConnection connection)
    {
        /// <summary>Says lines, and hears one line for each.</summary>
        public async Task<string?> AskAsync(params string[] lines)
        {
            string? heard = null;
            foreach (var line in lines)
            {
                await connection.SayAsync(line + "\r\n", TranscriptMode.Whole);
                heard = await connection.HearAsync();
            }

            return heard;
        }

        /// <summary>Hears lines up to one that is just a dot, or (LMTP) has no hyphen.</summary>
        public async Task<List<string>> HearAllAsync(Func<string, bool> isLast)
        {
            var lines = new List<string>();
            while (await connection.HearAsync() is { } line)
            {
                lines.Add(line);
                if (isLast(line))
                    break;
            }

            return lines;
        }
    }
}
