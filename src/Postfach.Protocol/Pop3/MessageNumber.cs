using System.Globalization;

namespace Postfach.Protocol.Pop3;

/// <summary>A message's number in one POP3 session, from 1. RFC 1939 §4. Given at log-in, never to another message while the session lasts.</summary>
public readonly record struct MessageNumber(uint Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
