using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Takes the texts of one message after another as <see cref="MessageTexts"/> comes to them. Spans are good for the time of the call.</summary>
internal interface ITextSink
{
    /// <summary>Nothing more is wanted of this message.</summary>
    bool HasEnough { get; }

    /// <summary>The text of bodies is wanted too.</summary>
    bool WantsBodies { get; }

    /// <summary>A field of the message's header or, otherwise, of a part's.</summary>
    void TakeField(HeaderField field, bool isMessage);

    /// <summary>The message's own header is over.</summary>
    void EndHeader();

    /// <summary>The text of a part begins.</summary>
    void BeginBody();

    /// <summary>The next piece of it: as it reads, and mapped.</summary>
    void TakeBody(ReadOnlySpan<char> text, ReadOnlySpan<char> mapped);
}
