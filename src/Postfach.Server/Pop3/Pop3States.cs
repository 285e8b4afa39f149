namespace Postfach.Server.Pop3;

/// <summary>The states in which a client may give commands. RFC 1939 §3. (In UPDATE it gives none.)</summary>
[Flags]
internal enum Pop3States
{
    Authorization = 1,
    Transaction = 2,
    Any = Authorization | Transaction,
}
