namespace Postfach.Retrieval;

/// <summary>Why a message is fetched though its placeholder is here.</summary>
internal enum PlaceholderFill
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>It is no longer too big: its owner takes bigger ones than before.</summary>
    Fits,

    /// <summary>Somebody asked for it, however big it is.</summary>
    Wanted,
}
