namespace Postfach.Store;

/// <summary>The store cannot do its work: the disk failed or is full, a file is damaged. The message says what and what to do.</summary>
public class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
