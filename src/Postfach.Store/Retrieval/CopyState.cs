namespace Postfach.Store;

/// <summary>What is known of a message's copy at the provider. Stored: the numbers stay.</summary>
public enum CopyState : byte
{
    /// <summary>It is there, as far as known, and here.</summary>
    There = 1,

    /// <summary>Its deletion was asked for, and it is not known to have happened.</summary>
    Deleting = 2,

    /// <summary>It lies in the provider's Trash until its days there are over.</summary>
    InTrash = 3,

    /// <summary>We deleted it, and it is gone.</summary>
    Deleted = 4,

    /// <summary>It went without us: another program, or the provider.</summary>
    Vanished = 5,

    /// <summary>It is there and could not be fetched; the reason says why.</summary>
    Refused = 6,

    /// <summary>It is there, and here is a placeholder with its header.</summary>
    Placeholder = 7,
}
