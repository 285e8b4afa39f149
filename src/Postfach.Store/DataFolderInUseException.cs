namespace Postfach.Store;

/// <summary>Another process holds the data folder's lock.</summary>
public sealed class DataFolderInUseException(string folder)
    : StoreException($"The data folder {folder} is in use by another postfach; stop that one first, or name another folder with --data.");
