using System.Text;
using System.Text.Json;
using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Shopify;

public sealed class ShopifyReplyParserTests
{
    [Fact]
    public void Data_and_cost_are_read()
    {
        var reply = Parse("""
            {"data":{"productSet":{"product":{"id":"gid://shopify/Product/1"}}},
             "extensions":{"cost":{"requestedQueryCost":21,"actualQueryCost":14,"throttleStatus":{"maximumAvailable":2000,"currentlyAvailable":1986,"restoreRate":100}}}}
            """);

        Assert.Equal("gid://shopify/Product/1", reply.Data!.Value.GetProperty("productSet").GetProperty("product").GetProperty("id").GetString());
        Assert.Equal(new ShopifyCost(21, 14, 2000, 1986, 100), reply.Cost);
        Assert.Empty(reply.Errors);
    }

    [Fact]
    public void Throttled_has_no_data_and_a_cost_without_an_actual_one()
    {
        var reply = Parse("""
            {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED","documentation":"https://shopify.dev/api/usage/rate-limits"}}],
             "extensions":{"cost":{"requestedQueryCost":752,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":666,"restoreRate":50.0}}}}
            """);

        Assert.Null(reply.Data);
        Assert.Equal("THROTTLED", Assert.Single(reply.Errors).Code);
        Assert.Equal(new ShopifyCost(752, null, 1000, 666, 50), reply.Cost);
    }

    [Fact]
    public void An_invalid_variable_names_the_place()
    {
        var reply = Parse("""
            {"errors":[{"message":"Variable $input of type ProductSetInput! was provided invalid value for variants.0.price (bad)","locations":[{"line":1,"column":9}],
              "extensions":{"code":"INVALID_VARIABLE","value":{},"problems":[{"path":["variants",0,"price"],"explanation":"invalid money","message":"invalid money"}]}}]}
            """);

        var problem = Assert.Single(Assert.Single(reply.Errors).Problems);
        Assert.Equal(["variants", "0", "price"], problem.Path);
        Assert.Equal("invalid money", problem.Explanation);
        Assert.Null(reply.Cost);
    }

    [Fact]
    public void Data_beside_errors_is_kept()
    {
        var reply = Parse("""
            {"data":{"productSet":{"product":{"id":"1"}}},"errors":[{"message":"Access denied for staffMember field.","path":["productSet","product",0],
              "extensions":{"code":"ACCESS_DENIED","requiredAccess":"`read_users` access scope."}}]}
            """);

        Assert.NotNull(reply.Data);
        var error = Assert.Single(reply.Errors);
        Assert.Equal("`read_users` access scope.", error.RequiredAccess);
        Assert.Equal(["productSet", "product", "0"], error.Path);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"Internal error.","extensions":{"code":"INTERNAL_SERVER_ERROR","requestId":"x"}}],"data":null}""", "INTERNAL_SERVER_ERROR", "Internal error.")]
    [InlineData("""{"errors":"Unavailable Shop"}""", "", "Unavailable Shop")]
    [InlineData("""{"errors":{"query":"Required parameter missing or invalid"}}""", "", "query: Required parameter missing or invalid")]
    [InlineData("""{"errors":["odd"]}""", "", "odd")]
    [InlineData("""{"errors":[{"message":"syntax error"}]}""", "", "syntax error")]
    public void Errors_are_read_in_every_shape(string body, string code, string message)
    {
        var error = Assert.Single(Parse(body).Errors);

        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"data\":{\"prod")]
    [InlineData("<html><title>Oops</title></html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"data\":null}")]
    public void What_is_no_GraphQL_answer_is_said_to_be_none(string body) => Assert.ThrowsAny<JsonException>(() => Parse(body));

    [Theory]
    [InlineData("""{"requestedQueryCost":10}""")]
    [InlineData("""{"requestedQueryCost":10,"throttleStatus":{"maximumAvailable":0,"currentlyAvailable":0,"restoreRate":0}}""")]
    [InlineData("\"odd\"")]
    public void A_cost_that_says_too_little_is_none(string cost) => Assert.Null(Parse($$$"""{"data":{},"extensions":{"cost":{{{cost}}}}}""").Cost);

    [Theory]
    [InlineData("""{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""", "[API] Invalid API key or access token (unrecognized login or wrong password)")]
    [InlineData("""{"errors":{"query":"Required parameter missing or invalid"}}""", "query: Required parameter missing or invalid")]
    [InlineData("""{"error":"shop_not_permitted"}""", "shop_not_permitted")]
    [InlineData("<!DOCTYPE html><html><head><title>\n 503 Service &amp; Unavailable </title></head></html>", "503 Service & Unavailable")]
    [InlineData("<p>no title</p>", null)]
    [InlineData("", null)]
    [InlineData("{}", null)]
    public void The_words_of_a_refusal_are_found_in_every_shape(string body, string? words) =>
        Assert.Equal(words, ShopifyReplyParser.MessageOf(Encoding.UTF8.GetBytes(body)));

    private static ShopifyReply Parse(string body) => ShopifyReplyParser.Parse(Encoding.UTF8.GetBytes(body), 200, "request-1", "2026-07");
}
