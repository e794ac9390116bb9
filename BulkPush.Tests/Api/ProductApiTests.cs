using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Api;

public sealed class ProductApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Products_can_be_searched_sorted_and_paged()
    {
        var word = $"needle{A.Number()}";
        await app.SaveAsync(Enumerable.Range(1, 3).Select(n => A.Product(title: $"{word} {n}")));

        var page = (await app.Api.GetAsync($"/api/products?search={word}&sort=title&descending=true&page=2&pageSize=2")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(3, page.Value<int>("total"));
        Assert.Equal($"{word} 1", Assert.Single(page.Json["items"]!.AsArray())!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task Products_can_be_filtered_by_where_they_stand_in_a_store()
    {
        var (store, pushed, off) = (A.Store(), A.Product(), A.Product());
        await app.SaveAsync(store, pushed, off);
        await app.SaveAsync(A.Channel(pushed, store), A.Channel(off, store, isActive: false));

        var page = (await app.Api.GetAsync($"/api/products?storeId={store.Id}&pushState=neverPushed&status=active")).ShouldBe(HttpStatusCode.OK);

        var row = Assert.Single(page.Json["items"]!.AsArray())!;
        Assert.Equal(pushed.Id, row["id"]!.GetValue<long>());
        Assert.Equal("neverPushed", row["channels"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_product_can_be_read_changed_and_saved_with_its_tag()
    {
        var product = A.Product();
        await app.SaveAsync(product);
        var read = (await app.Api.GetAsync($"/api/products/{product.Id}")).ShouldBe(HttpStatusCode.OK);
        var content = read.Json["content"]!;
        content["title"] = "A new title";

        var saved = (await app.Api.PutAsync($"/api/products/{product.Id}", content.ToJsonString(), ("If-Match", read.Headers.ETag!.Tag))).ShouldBe(HttpStatusCode.OK);

        Assert.Equal("A new title", saved.Json["content"]!["title"]!.GetValue<string>());
        Assert.NotEqual(read.Headers.ETag!.Tag, saved.Headers.ETag!.Tag);
        Assert.Equal($"\"{saved.Value<long>("revision")}\"", saved.Headers.ETag.Tag);
        await using var db = await app.ContextAsync();
        Assert.Equal("bootstrap", (await db.AuditEntries.SingleAsync(e => e.Subject == product.Id.ToString() && e.Action.StartsWith("product"), Ct)).Actor);
    }

    [Fact]
    public async Task An_edit_of_a_product_that_somebody_else_changed_is_refused()
    {
        var product = A.Product();
        await app.SaveAsync(product);
        var content = (await app.Api.GetAsync($"/api/products/{product.Id}")).Json["content"]!;

        content["title"] = "Mine";
        (await app.Api.PutAsync($"/api/products/{product.Id}", content.ToJsonString(), ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        content["title"] = "Theirs";
        var late = await app.Api.PutAsync($"/api/products/{product.Id}", content.ToJsonString(), ("If-Match", "\"1\""));

        late.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal("\"2\"", late.Headers.ETag!.Tag);
        Assert.Equal("Mine", (await app.Api.GetAsync($"/api/products/{product.Id}")).Json["content"]!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_may_be_left_out_of_a_product_may_be()
    {
        var product = A.Product();
        await app.SaveAsync(product);

        var saved = await app.Api.PutAsync(
            $"/api/products/{product.Id}",
            $$"""{"handle":"{{product.Handle}}","title":"x","category":null,"images":[{"src":"https://images.example.com/a.jpg"}],"variants":[{"price":1,"sku":null}]}""",
            ("If-Match", "\"1\""));

        Assert.Equal("https://images.example.com/a.jpg", (string?)saved.ShouldBe(HttpStatusCode.OK).Json["content"]!["images"]![0]!["src"]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("", HttpStatusCode.PreconditionRequired)]
    [InlineData("*", HttpStatusCode.BadRequest)]
    [InlineData("\"not-a-revision\"", HttpStatusCode.BadRequest)]
    public async Task An_edit_must_say_which_revision_it_is_of(string? tag, HttpStatusCode expected)
    {
        var product = A.Product();
        await app.SaveAsync(product);

        var answer = await app.Api.PutAsync($"/api/products/{product.Id}", """{"handle":"x","title":"x"}""", tag is null ? [] : [("If-Match", tag)]);

        Assert.Contains("If-Match", answer.ShouldBeProblem(expected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_does_not_exist_is_not_found()
    {
        (await app.Api.GetAsync("/api/products/999999999")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PutAsync("/api/products/999999999", """{"handle":"x","title":"x","variants":[{"price":1}]}""", ("If-Match", "\"1\"")))
            .ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_with_an_edit_is_said_by_field()
    {
        var product = A.Product();
        await app.SaveAsync(product);

        var answer = await app.Api.PutAsync($"/api/products/{product.Id}", """{"handle":"x","title":"","variants":[{"price":1}]}""", ("If-Match", "\"1\""));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.NotEmpty(answer.Json["errors"]!["title"]!.AsArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_csv_is_imported_as_the_body_or_in_a_form(bool isForm)
    {
        var handle = $"imported-{A.Number()}";
        var csv = $"Handle,Title,Vendor,Variant Price,Gift Wrapping\n{handle},Imported,Northwind,12.50,yes\n{handle}-bad,Bad,Northwind,twelve,no\n";
        using HttpContent body = isForm
            ? new MultipartFormDataContent { { new StringContent("ignored"), "note" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "products.csv" } }
            : ApiClient.Csv(csv);

        var result = (await app.Api.SendAsync(HttpMethod.Post, "/api/products/import", body)).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(["created", "updated", "unchanged", "errors", "ignoredColumns"], ApiAnswer.NamesOf(result.Json));
        Assert.Equal(1, result.Value<int>("created"));
        Assert.Equal("Gift Wrapping", Assert.Single(result.Json["ignoredColumns"]!.AsArray())!.GetValue<string>());
        var error = Assert.Single(result.Json["errors"]!.AsArray())!;
        Assert.Equal(["line", "handle", "message"], ApiAnswer.NamesOf(error));
        Assert.Equal(3, error["line"]!.GetValue<int>());
        await using var db = await app.ContextAsync();
        Assert.True(await db.Products.AnyAsync(p => p.Handle == handle, Ct));
    }

    [Fact]
    public async Task A_text_that_is_no_product_csv_is_refused_as_a_whole()
    {
        using var body = ApiClient.Csv("Dear sir,\n");

        (await app.Api.SendAsync(HttpMethod.Post, "/api/products/import", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_form_without_a_file_and_a_form_cut_off_are_refused()
    {
        using var empty = new MultipartFormDataContent { { new StringContent("Handle,Title"), "csv" } };
        (await app.Api.SendAsync(HttpMethod.Post, "/api/products/import", empty)).ShouldBeProblem(HttpStatusCode.BadRequest);

        using var cut = new StringContent("--x\r\nContent-Disposition: form-data; name=\"fi", Encoding.UTF8);
        cut.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        (await app.Api.SendAsync(HttpMethod.Post, "/api/products/import", cut)).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_csv_in_another_encoding_than_utf_8_is_refused()
    {
        using var body = new StringContent("Handle,Title\nx,Käse\n", Encoding.Latin1, "text/csv");

        (await app.Api.SendAsync(HttpMethod.Post, "/api/products/import", body)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Channels_are_switched_for_a_selection_or_for_all()
    {
        var (store, product) = (A.Store(), A.Product());
        await app.SaveAsync(store, product);

        var on = await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{store.Id}}","productIds":[{{product.Id}}],"isActive":true}""");
        var off = await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{store.Id}}","all":true,"isActive":false}""");

        Assert.Equal((1, 0, 0), Counts(on.ShouldBe(HttpStatusCode.OK).Json));
        off.ShouldBe(HttpStatusCode.OK);
        await using var db = await app.ContextAsync();
        Assert.False((await db.ProductChannels.SingleAsync(c => c.StoreId == store.Id && c.ProductId == product.Id, Ct)).IsActive);
    }

    [Theory]
    [InlineData(""" "isActive": true """)]
    [InlineData(""" "isActive": true, "productIds": [] """)]
    [InlineData(""" "isActive": true, "productIds": [1], "all": true """)]
    [InlineData(""" "productIds": [1] """)]
    public async Task A_switch_that_does_not_say_what_is_meant_is_refused(string rest)
    {
        var store = A.Store();
        await app.SaveAsync(store);

        (await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{store.Id}}",{{rest}}}""")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_switch_names_the_products_that_do_not_exist_and_switches_nothing()
    {
        var (store, product) = (A.Store(), A.Product());
        await app.SaveAsync(store, product);

        var answer = await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{store.Id}}","productIds":[-7,{{product.Id}},-9,-7],"isActive":true}""");

        Assert.Equal("Nothing was switched: there is no product -9, -7.", answer.ShouldBeProblem(HttpStatusCode.NotFound));
        Assert.Equal([-9, -7], answer.Json["productIds"]!.AsArray().Select(id => id!.GetValue<long>()));
        await using var db = await app.ContextAsync();
        Assert.False(await db.ProductChannels.AnyAsync(c => c.StoreId == store.Id, Ct));
    }

    [Fact]
    public async Task A_switch_in_a_store_that_does_not_exist_is_not_found() =>
        (await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{Guid.CreateVersion7()}}","all":true,"isActive":true}""")).ShouldBeProblem(HttpStatusCode.NotFound);

    private static (int Created, int Changed, int Unchanged) Counts(JsonNode change) =>
        (change["created"]!.GetValue<int>(), change["changed"]!.GetValue<int>(), change["unchanged"]!.GetValue<int>());
}
