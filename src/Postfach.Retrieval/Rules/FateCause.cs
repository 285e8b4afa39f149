namespace Postfach.Retrieval;

/// <summary>What makes a copy go.</summary>
public enum FateCause
{
    AfterDownload,
    AfterRead,
    DeletedHere,
    Big,
    Old,
    Quota,

    /// <summary>Its days in the provider's Trash are over.</summary>
    InTrash,
}
