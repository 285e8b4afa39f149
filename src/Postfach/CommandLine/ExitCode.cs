namespace Postfach.CommandLine;

/// <summary>What the program ends with: the codes of sysexits.h, which mail software has agreed on.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>The command line is wrong.</summary>
    Usage = 64,

    /// <summary>The content of a file or of standard input is wrong.</summary>
    DataError = 65,

    /// <summary>A file, or a mailbox, is not there.</summary>
    NoInput = 66,

    NoUser = 67,

    /// <summary>A provider's host does not exist.</summary>
    NoHost = 68,

    /// <summary>An address to listen on is not to be had.</summary>
    Unavailable = 69,

    /// <summary>A defect of the program.</summary>
    Software = 70,

    /// <summary>A folder, a user, a mailbox cannot be made.</summary>
    CannotCreate = 73,

    IoError = 74,

    /// <summary>Another process, or the network, is in the way; try again.</summary>
    TemporaryFailure = 75,

    /// <summary>A provider does not speak as it should, or is not trusted.</summary>
    Protocol = 76,

    /// <summary>This user may not; a provider refuses the log-in.</summary>
    NoPermission = 77,

    /// <summary>The configuration is wrong; a source has no secret.</summary>
    Configuration = 78,
}
