using BulkPush.Core.Catalog;

namespace BulkPush.Tests.Catalog;

public sealed class MetafieldValuesTests
{
    [Theory]
    [InlineData("single_line_text_field", "Wash cold")]
    [InlineData("multi_line_text_field", "one\ntwo")]
    [InlineData("number_integer", "-9007199254740991")]
    [InlineData("number_decimal", "0.5")]
    [InlineData("boolean", "false")]
    [InlineData("date", "2026-07-01")]
    [InlineData("date_time", "2026-07-01T12:30:00")]
    [InlineData("date_time", "2026-07-01T12:30:00+02:00")]
    [InlineData("url", "mailto:a@example.com")]
    [InlineData("color", "#12ab34")]
    [InlineData("json", "[1, null]")]
    [InlineData("money", """{"amount":"5.99","currency_code":"EUR"}""")]
    [InlineData("weight", """{"value":2.5,"unit":"kg"}""")]
    [InlineData("rating", """{"value":"3","scale_min":"1","scale_max":"5"}""")]
    [InlineData("link", """{"text":"A","url":"https://example.com"}""")]
    [InlineData("product_reference", "gid://shopify/Product/1")]
    [InlineData("list.number_integer", """[1, "2"]""")]
    [InlineData("list.weight", """[{"value":2.5,"unit":"kg"}]""")]
    [InlineData("list.single_line_text_field", "[]")]
    [InlineData("a_type_of_tomorrow", "anything")]
    public void A_value_that_fits_its_type_is_no_fault(string type, string value) => Assert.Null(MetafieldValues.Fault(type, value));

    [Theory]
    [InlineData("single_line_text_field", "one\ntwo", "is a single line of text but its value has several")]
    [InlineData("number_integer", "1.5", "must be a whole number, without spaces or separators")]
    [InlineData("number_integer", "9007199254740992", "must be a whole number, without spaces or separators")]
    [InlineData("number_decimal", "12,5", "must be a number such as 12.5")]
    [InlineData("boolean", "yes", "must be true or false")]
    [InlineData("date", "2026-13-01", "must be a date such as 2026-07-01")]
    [InlineData("date_time", "01/02/2026", "must be a date and time such as 2026-07-01T12:30:00")]
    [InlineData("url", "ftp://example.com", "must be an address that begins with https:, http:, mailto:, sms: or tel:")]
    [InlineData("color", "red", "must be a colour such as #12ab34")]
    [InlineData("json", "{", "must be valid JSON")]
    [InlineData("money", """{"amount":"5.99"}""", "must be a JSON object with amount and currency_code")]
    [InlineData("weight", "2 kg", "must be a JSON object with value and unit")]
    [InlineData("product_reference", "wool-shirt", "must be the id of what it refers to, such as gid://shopify/Product/1")]
    [InlineData("list.number_integer", "1, 2", "must be a list such as [\"one\", \"two\"]")]
    [InlineData("list.number_integer", "[1, 2.5]", "has an entry that is wrong: each must be a whole number, without spaces or separators")]
    public void A_value_that_does_not_fit_is_told_in_words(string type, string value, string fault) => Assert.Equal(fault, MetafieldValues.Fault(type, value));

    [Theory]
    [InlineData("list.date", true)]
    [InlineData("list.list.date", false)]
    [InlineData("Single line", false)]
    [InlineData("", false)]
    public void A_type_has_a_name_of_Shopifys_form(string type, bool isName) => Assert.Equal(isName, MetafieldValues.IsTypeName(type));
}
