using System.Text;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class DateFieldTests
{
    [Theory]
    [InlineData("Mon, 2 Nov 2026 23:30:00 -0800", "2026-11-02")]
    [InlineData("2 nov 26 10:00 EST", "2026-11-02")]
    [InlineData("Thu, 01-Feb-99 10:00:00 GMT", "1999-02-01")]
    [InlineData("Sat, 6 Mar 102 10:00:00", "2002-03-06")]
    [InlineData("Thu Aug 22 10:45:52 2002", "2002-08-22")]
    [InlineData("22 August 2002 (a Thursday)", "2002-08-22")]
    [InlineData("2026-11-02T23:30:00Z", "2026-11-02")]
    [InlineData("Mon,\r\n 2 Nov 2026", "2026-11-02")]
    [InlineData("31 Feb 2026", null)]
    [InlineData("yesterday", null)]
    [InlineData("Nov", null)]
    [InlineData("", null)]
    public void The_day_is_read_whatever_form_it_has(string value, string? day)
    {
        var read = DateField.TryReadDay(Encoding.ASCII.GetBytes(value), out var found);
        Assert.Equal(day, read ? found.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null);
    }
}
