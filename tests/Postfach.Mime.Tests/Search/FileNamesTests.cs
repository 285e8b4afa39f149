using System.Text;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Content-Disposition", "attachment; filename*=utf-8''%e2%82%ac%20rates.txt", "€ rates.txt")]
    [InlineData("Content-Disposition", "attachment; filename*0*=iso-8859-1'de'Gr%FC; filename*1*=%DFe; filename*2=.txt", "Grüße.txt")]
    [InlineData("Content-Disposition", "attachment; filename*0=\"first \"; filename*1=second", "first second")]
    [InlineData("Content-Type", "application/pdf; name*=unknown''100%25", "100%")]
    [InlineData("content-disposition", "attachment; FILENAME*=broken%4", "broken%4")]
    [InlineData("Content-Disposition", "attachment; filename=plain.txt", null)]
    [InlineData("Content-Disposition", "attachment; size*=x''y", null)]
    [InlineData("Subject", "filename*=utf-8''x", null)]
    public void A_name_that_is_encoded_or_in_pieces_is_decoded(string field, string value, string? name) =>
        Assert.Equal(name, FileNames.Decode(new HeaderField(Encoding.ASCII.GetBytes(field), Encoding.ASCII.GetBytes(value))));
}
