using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Tests.Shopify;

public sealed class ShopifyStoreClientTests : IAsyncLifetime
{
    private const string KnownId = "gid://shopify/Product/7";
    private ScriptedShopify _shopify = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shopify = await ScriptedShopify.StartAsync(Ct);

    public ValueTask DisposeAsync() => _shopify.DisposeAsync();

    [Fact]
    public async Task A_new_product_is_found_by_the_custom_id_and_created_in_full()
    {
        _shopify.Data(Accepted());

        var outcome = await SetAsync(ACall());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 1), outcome);
        var request = Assert.Single(_shopify.Requests);
        Assert.Equal("""{"customId":{"namespace":"$app","key":"bulkpush_product_id","value":"0198a1b2-0000-7000-8000-000000000042"}}""", request.Identifier);
        Assert.True(request.Input.ContainsKey("variants"));
        Assert.True(request.Input.ContainsKey("handle"));
    }

    [Fact]
    public async Task A_known_product_is_updated_by_its_id_with_what_changed()
    {
        _shopify.Data(Accepted(ageMinutes: 5));

        var outcome = await SetAsync(ACall(KnownId, isPushed: true));

        Assert.Equal(new ProductSetOutcome.Updated(KnownId, 1), outcome);
        var request = Assert.Single(_shopify.Requests);
        Assert.Equal($$"""{"id":"{{KnownId}}"}""", request.Identifier);
        Assert.False(request.Input.ContainsKey("variants"));
    }

    [Fact]
    public async Task An_old_product_found_by_the_custom_id_is_an_update()
    {
        _shopify.Data(Accepted(ageMinutes: 11));

        Assert.IsType<ProductSetOutcome.Updated>(await SetAsync(ACall()));
    }

    [Theory]
    [InlineData("NOT_FOUND")]
    [InlineData("PRODUCT_DOES_NOT_EXIST")]
    public async Task A_product_deleted_in_the_store_is_created_again(string code)
    {
        _shopify.Data(Refused(code, "Resource matching the identifier was not found.", "input")).Data(Accepted());

        var outcome = await SetAsync(ACall(KnownId, isPushed: true));

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), outcome);
        Assert.Contains("customId", _shopify.Requests[1].Identifier, StringComparison.Ordinal);
        Assert.True(_shopify.Requests[1].Input.ContainsKey("variants"));
    }

    [Fact]
    public async Task A_deleted_product_may_also_be_a_top_level_error()
    {
        _shopify.Error("NOT_FOUND", "not there", "\"data\":{\"productSet\":null},").Data(Accepted());

        Assert.IsType<ProductSetOutcome.Created>(await SetAsync(ACall(KnownId, isPushed: true)));
    }

    [Fact]
    public async Task A_lost_reply_is_sent_again_with_the_same_identifier()
    {
        _shopify.Does(Abort).Data(Accepted());

        var outcome = await SetAsync(ACall());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), outcome);
        Assert.Equal(_shopify.Requests[0].Body.ToJsonString(), _shopify.Requests[1].Body.ToJsonString());
    }

    [Fact]
    public async Task What_may_pass_is_repeated_and_then_left_to_the_next_push()
    {
        _shopify.Options.MaxAttempts = 4;
        _shopify.Answers("<title>Bad gateway</title>", 502).Does(Abort).Error("INTERNAL_SERVER_ERROR", "Internal error.", "\"data\":null,").Answers("{\"data\":{\"pro");

        var unknown = Assert.IsType<ProductSetOutcome.Unknown>(await SetAsync(ACall()));

        Assert.Equal((4, 4), (unknown.Attempts, _shopify.Requests.Count));
        Assert.EndsWith("tried again by the next push.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        _shopify.Answers("{}", 429, ("Retry-After", "7")).Data(Accepted());

        Assert.IsType<ProductSetOutcome.Created>(await SetAsync(ACall()));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_shopify.Clock.Waits));
    }

    [Fact]
    public async Task Throttled_waits_for_exactly_the_missing_points_and_is_no_attempt()
    {
        _shopify.Options.MaxAttempts = 1;
        _shopify.Answers(Throttled(requested: 752, available: 666, maximum: 1000, restoreRate: 50)).Data(Accepted(), requested: 11);

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 1), await SetAsync(ACall()));

        Assert.Equal(TimeSpan.FromMilliseconds(1720), Assert.Single(_shopify.Clock.Waits));
    }

    [Fact]
    public async Task Endless_throttling_is_given_up_in_the_end()
    {
        _shopify.Options.MaxThrottles = 3;
        for (var time = 0; time < 4; time++)
            _shopify.Answers(Throttled(requested: 10, available: 1000));

        Assert.IsType<ProductSetOutcome.Unknown>(await SetAsync(ACall()));
        Assert.Equal(4, _shopify.Requests.Count);
    }

    [Fact]
    public async Task Requests_wait_for_points_instead_of_being_refused()
    {
        _shopify.Data(Accepted(), available: 4).Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        await client.SetProductAsync(ACall(), Ct);
        await client.SetProductAsync(ACall(), Ct);

        Assert.Equal(TimeSpan.FromMilliseconds(60), Assert.Single(_shopify.Clock.Waits)); // 10 wanted, 4 there, 100 a second
    }

    [Fact]
    public void Clients_of_one_store_share_its_budget()
    {
        using var clients = _shopify.Clients();
        var other = _shopify.Connection with { StoreId = Guid.CreateVersion7() };

        Assert.Same(clients.For(_shopify.Connection).Budget, clients.For(_shopify.Connection).Budget);
        Assert.NotSame(clients.For(_shopify.Connection).Budget, clients.For(other).Budget);
    }

    [Theory]
    [InlineData(301, "SHOPIFY_STORE_MOVED")]
    [InlineData(401, "SHOPIFY_UNAUTHORIZED")]
    [InlineData(402, "SHOPIFY_STORE_FROZEN")]
    [InlineData(403, "SHOPIFY_FORBIDDEN")]
    [InlineData(404, "SHOPIFY_STORE_NOT_FOUND")]
    [InlineData(423, "SHOPIFY_STORE_LOCKED")]
    [InlineData(430, "SHOPIFY_SECURITY_REJECTION")]
    public async Task What_concerns_the_whole_store_stops_it_at_once(int status, string code)
    {
        _shopify.Answers("""{"errors":"Unavailable Shop"}""", status);

        var stop = await Assert.ThrowsAsync<ShopifyStoreException>(() => SetAsync(ACall()));

        Assert.Equal(code, stop.Code);
        Assert.EndsWith("(Shopify says: Unavailable Shop)", stop.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shpat", stop.ToString(), StringComparison.Ordinal);
        Assert.Single(_shopify.Requests);
    }

    [Theory]
    [InlineData("ACCESS_DENIED", "SHOPIFY_MISSING_SCOPE")]
    [InlineData("undefinedField", "SHOPIFY_API_MISMATCH")]
    public async Task An_error_that_would_meet_every_product_stops_the_store(string error, string code)
    {
        _shopify.Error(error, "Access denied for productSet field. Required access: `write_products` access scope.");

        Assert.Equal(code, (await Assert.ThrowsAsync<ShopifyStoreException>(() => SetAsync(ACall()))).Code);
    }

    [Theory]
    [InlineData(400, "SHOPIFY_HTTP_400")]
    [InlineData(413, "SHOPIFY_HTTP_413")]
    public async Task A_request_that_Shopify_will_never_take_is_sent_once(int status, string code)
    {
        _shopify.Answers("""{"errors":{"query":"Required parameter missing or invalid"}}""", status);

        Assert.Equal((code, 1), Code(await SetAsync(ACall())));
    }

    [Fact]
    public async Task A_handle_that_another_product_has_says_what_to_do()
    {
        _shopify.Data("""
            {"productSet":{"product":{"id":"gid://shopify/Product/7"},
            "userErrors":[{"field":["input","handle"],"message":"Handle 'wool' already in use. Please provide a new handle.","code":null}]}}
            """);

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall()));

        Assert.Equal(("HANDLE_IN_USE", "handle"), (rejected.Code, rejected.Field));
        Assert.Contains("“wool”", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shopifys_user_errors_are_kept_with_their_place()
    {
        _shopify.Data(Refused("INVALID_VARIANT", "Cost per item must be greater than or equal to 0", "input", "variants", "0", "inventoryItem", "cost"));

        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall()));

        Assert.Equal(("INVALID_VARIANT", "variants.0.inventoryItem.cost"), (rejected.Code, rejected.Field));
        Assert.StartsWith("Cost per item must be greater than or equal to 0. ", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_a_subject_gets_one()
    {
        _shopify.Data(Refused("INVALID_PRODUCT", "is too long (maximum is 255 characters)", "input", "title"));

        Assert.Equal(
            "title is too long (maximum is 255 characters).",
            Assert.IsType<ProductSetOutcome.Rejected>(await SetAsync(ACall())).Message);
    }

    [Fact]
    public async Task An_unknown_category_is_the_products_fault()
    {
        _shopify.Error("INVALID_PRODUCT_TAXONOMY_NODE_ID", "Invalid product_taxonomy_node_id", "\"data\":{\"productSet\":null},");

        Assert.Equal(("INVALID_PRODUCT_TAXONOMY_NODE_ID", 1), Code(await SetAsync(ACall())));
    }

    [Fact]
    public async Task When_the_store_may_not_add_variants_today_only_known_products_are_sent()
    {
        _shopify.Error("VARIANT_THROTTLE_EXCEEDED", "Daily variant creation limit reached.", "\"data\":{\"productSet\":null},").Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        var first = await client.SetProductAsync(ACall(), Ct);
        var second = await client.SetProductAsync(ACall(), Ct);
        var known = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);

        var until = client.NewVariants.WaitUntil!.Value;
        Assert.Equal([new ProductSetOutcome.Deferred(until, 1), new ProductSetOutcome.Deferred(until, 0)], [first, second]);
        Assert.IsType<ProductSetOutcome.Updated>(known);
        Assert.Equal(2, _shopify.Requests.Count);
    }

    [Fact]
    public async Task An_update_that_needs_new_variants_waits_too_and_holds_up_no_other()
    {
        _shopify.Error("VARIANT_THROTTLE_EXCEEDED", "Daily variant creation limit reached.", "\"data\":{\"productSet\":null},").Data(Accepted());
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        var grown = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);
        var other = await client.SetProductAsync(ACall(KnownId, isPushed: true), Ct);
        var fresh = await client.SetProductAsync(ACall(), Ct);

        Assert.IsType<ProductSetOutcome.Deferred>(grown);
        Assert.IsType<ProductSetOutcome.Updated>(other);
        Assert.Equal(0, Assert.IsType<ProductSetOutcome.Deferred>(fresh).Attempts);
    }

    [Fact]
    public async Task A_product_that_is_gone_is_not_made_again_while_the_store_may_add_no_variants()
    {
        _shopify.Data(Refused("PRODUCT_DOES_NOT_EXIST", "Product does not exist", "input", "id"));
        using var clients = _shopify.Clients();
        var until = _shopify.Clock.GetUtcNow().AddHours(3);

        var outcome = await clients.For(_shopify.Connection, until).SetProductAsync(ACall(KnownId, isPushed: true), Ct);

        Assert.Equal(new ProductSetOutcome.Deferred(until, 1), outcome);
    }

    [Fact]
    public async Task A_definition_that_vanished_is_made_again()
    {
        _shopify
            .Error("NOT_FOUND", "Metafield definition of type 'id' is required when using custom ids.", "\"data\":{\"productSet\":null},")
            .Data(Handshake(definitionType: null))
            .Data(DefinitionMade)
            .Data(Accepted());

        Assert.Equal(new ProductSetOutcome.Created(KnownId, 2), await SetAsync(ACall()));
    }

    [Fact]
    public async Task Preparing_a_ready_store_takes_one_request()
    {
        _shopify.Data(Handshake("id"));

        await PrepareAsync();

        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task Preparing_makes_the_custom_id_when_it_is_missing()
    {
        _shopify.Data(Handshake(definitionType: null)).Data(DefinitionMade);

        await PrepareAsync();

        Assert.Equal(
            """{"ownerType":"PRODUCT","namespace":"$app","key":"bulkpush_product_id","name":"BulkPush product id","type":"id"}""",
            _shopify.Requests[1].Variables["definition"]!.ToJsonString());
    }

    [Fact]
    public async Task Somebody_else_making_the_custom_id_first_is_fine()
    {
        _shopify.Data(Handshake(definitionType: null)).Data(DefinitionTaken).Data(Handshake("id"));

        await PrepareAsync();

        Assert.Equal(3, _shopify.Requests.Count);
    }

    [Theory]
    [InlineData("single_line_text_field", "write_products", "SHOPIFY_CUSTOM_ID_DEFINITION")]
    [InlineData("id", "read_products", "SHOPIFY_MISSING_SCOPE")]
    public async Task A_store_that_cannot_be_pushed_to_says_so_before_the_first_product(string definitionType, string scope, string code)
    {
        _shopify.Data(Handshake(definitionType, scope));

        Assert.Equal(code, (await Assert.ThrowsAsync<ShopifyStoreException>(PrepareAsync)).Code);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_cannot_be_prepared()
    {
        _shopify.Options.MaxAttempts = 2;
        _shopify.Answers("", 503).Answers("", 503);

        Assert.Equal("SHOPIFY_UNAVAILABLE", (await Assert.ThrowsAsync<ShopifyStoreException>(PrepareAsync)).Code);
    }

    [Fact]
    public async Task A_probe_reports_the_shop_and_every_page_of_its_locations()
    {
        _shopify
            .Answers(
                """
                {"data":{"shop":{"name":"Demo","currencyCode":"EUR","plan":{"publicDisplayName":"Plus"}},"currentAppInstallation":{"accessScopes":[{"handle":"write_products"},{"handle":"read_locations"}]}},
                "extensions":{"cost":{"requestedQueryCost":4,"actualQueryCost":4,"throttleStatus":{"maximumAvailable":20000,"currentlyAvailable":19996,"restoreRate":1000}}}}
                """,
                200,
                ("X-Shopify-API-Version", "2026-07"))
            .Data(Locations("1", next: "\"page2\""))
            .Data(Locations("2", next: "null"));

        var check = await ProbeAsync();

        Assert.True(check.IsReady, string.Join(' ', check.Problems));
        Assert.Equal(("Demo", "EUR", "Plus", "2026-07"), (check.ShopName, check.CurrencyCode, check.PlanName, check.ServedApiVersion));
        Assert.Equal((1000d, 20000d), (check.RestoreRate, check.MaximumAvailable));
        Assert.Equal([new StoreLocation("1", "Place 1", true), new StoreLocation("2", "Place 2", true)], check.Locations);
        Assert.Equal("page2", _shopify.Requests[2].Variables["after"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_probe_names_missing_scopes()
    {
        _shopify.Answers(
            """{"data":{"shop":{"name":"Demo","currencyCode":"EUR","plan":null},"currentAppInstallation":{"accessScopes":[{"handle":"read_products"}]}}}""",
            200,
            ("X-Shopify-API-Version", "2026-07"));

        var check = await ProbeAsync();

        Assert.Equal(2, check.Problems.Count);
        Assert.Contains(check.Problems, problem => problem.Contains("write_products", StringComparison.Ordinal));
        Assert.Contains(check.Problems, problem => problem.Contains("read_locations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_probe_turns_faults_into_problems()
    {
        _shopify.Answers("""{"errors":"Not Found"}""", 404);

        Assert.Contains("There is no Shopify store", Assert.Single((await ProbeAsync()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_that_gets_half_an_answer_says_why()
    {
        _shopify.Error("SERVICE_UNAVAILABLE", "The shop is being moved.", "\"data\":{\"shop\":null,\"currentAppInstallation\":null},");

        Assert.StartsWith("The shop is being moved. ", Assert.Single((await ProbeAsync()).Problems), StringComparison.Ordinal);
    }

    private const string DefinitionMade = """{"metafieldDefinitionCreate":{"createdDefinition":{"type":{"name":"id"}},"userErrors":[]}}""";

    private const string DefinitionTaken = """
        {"metafieldDefinitionCreate":{"createdDefinition":null,"userErrors":[{"field":["definition","key"],"message":"Key is in use for Product metafields.","code":"TAKEN"}]}}
        """;

    private static string Handshake(string? definitionType, string scope = "write_products") => $$$"""
        {"currentAppInstallation":{"accessScopes":[{"handle":"{{{scope}}}"}]},"metafieldDefinition":{{{(definitionType is null ? "null" : "{\"type\":{\"name\":\"" + definitionType + "\"}}")}}} }
        """;

    private static string Accepted(int ageMinutes = 0) => $$$"""
        {"productSet":{"product":{"id":"{{{KnownId}}}","createdAt":"2026-07-01T10:00:00Z","updatedAt":"2026-07-01T10:{{{ageMinutes:00}}}:00Z"},"userErrors":[]}}
        """;

    private static string Refused(string code, string message, params string[] field) => $$$"""
        {"productSet":{"product":null,"userErrors":[{"field":[{{{string.Join(',', field.Select(part => $"\"{part}\""))}}}],"message":"{{{message}}}","code":"{{{code}}}"}]}}
        """;

    private static string Throttled(int requested, int available, int maximum = 2000, int restoreRate = 100) => $$$"""
        {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":{{{requested}}},"actualQueryCost":null,
        "throttleStatus":{"maximumAvailable":{{{maximum}}},"currentlyAvailable":{{{available}}},"restoreRate":{{{restoreRate}}} } } } }
        """;

    [Fact]
    public async Task A_call_that_is_stopped_while_it_waits_for_points_is_not_sent()
    {
        _shopify.Data(Accepted(), available: 3);
        using var clients = new ShopifyStoreClientFactory(
            _shopify.Transport(), Options.Create(_shopify.Options), new FakeTimeProvider(A.Moment), NullLoggerFactory.Instance);
        var client = clients.For(_shopify.Connection);
        await client.SetProductAsync(ACall(), Ct);
        using var stop = new CancellationTokenSource();

        var waiting = client.SetProductAsync(ACall(), new CallLife(stop.Token, Ct));
        await stop.CancelAsync();

        Assert.IsNotType<ShopifyCallGivenUpException>(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting));
        Assert.Single(_shopify.Requests);
    }

    [Fact]
    public async Task A_call_that_is_on_its_way_when_it_is_stopped_may_still_be_answered()
    {
        using var stop = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await stop.CancelAsync();
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"data":{{Accepted()}}}"""), context.RequestAborted);
        });
        using var clients = _shopify.Clients();

        Assert.IsType<ProductSetOutcome.Created>(await clients.For(_shopify.Connection).SetProductAsync(ACall(), new CallLife(stop.Token, Ct)));
    }

    [Fact]
    public async Task A_call_that_is_broken_off_or_stopped_after_a_lost_answer_is_given_up()
    {
        using var stop = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await stop.CancelAsync();
            await Abort(context);
        });
        using var clients = _shopify.Clients();
        var client = clients.For(_shopify.Connection);

        await Assert.ThrowsAsync<ShopifyCallGivenUpException>(() => client.SetProductAsync(ACall(), new CallLife(stop.Token, Ct)));

        using var abort = new CancellationTokenSource();
        _shopify.Does(async context =>
        {
            await abort.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await Assert.ThrowsAsync<ShopifyCallGivenUpException>(() => client.SetProductAsync(ACall(), new CallLife(Ct, abort.Token)));
    }

    private static string Locations(string id, string next) => $$$"""
        {"locations":{"nodes":[{"id":"{{{id}}}","name":"Place {{{id}}}","isActive":true}],"pageInfo":{"hasNextPage":{{{(next == "null" ? "false" : "true")}}},"endCursor":{{{next}}} } }}
        """;

    private static ProductSetCall ACall(string? shopifyProductId = null, bool isPushed = false)
    {
        var product = new Product
        {
            Id = 42,
            CustomId = Guid.Parse("0198a1b2-0000-7000-8000-000000000042"),
            Handle = "wool",
            Title = "Wool",
            CreatedAt = A.Moment,
            UpdatedAt = A.Moment,
        };
        product.Variants.Add(new ProductVariant { Position = 1, Price = 5 });
        var mapper = new ProductSetMapper();
        var first = Assert.IsType<MapOutcome.Ready>(mapper.Map(product, new ChannelState(null, null, null, null, null), new StoreSettings(), force: false));
        var channel = isPushed
            ? new ChannelState(shopifyProductId, "another", first.Hashes.Variants, first.Hashes.Media, first.Hashes.Metafields)
            : new ChannelState(shopifyProductId, null, null, null, null);
        return Assert.IsType<MapOutcome.Ready>(mapper.Map(product, channel, new StoreSettings(), force: false)).Call;
    }

    private static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static (string Code, int Attempts) Code(ProductSetOutcome outcome)
    {
        var rejected = Assert.IsType<ProductSetOutcome.Rejected>(outcome);
        return (rejected.Code, rejected.Attempts);
    }

    private async Task<ProductSetOutcome> SetAsync(ProductSetCall call)
    {
        using var clients = _shopify.Clients();
        return await clients.For(_shopify.Connection).SetProductAsync(call, Ct);
    }

    private async Task PrepareAsync()
    {
        using var clients = _shopify.Clients();
        await clients.For(_shopify.Connection).PrepareAsync(Ct);
    }

    private async Task<StoreCheck> ProbeAsync()
    {
        using var clients = _shopify.Clients();
        return await new ShopifyStoreProbe(clients, _shopify.Clock).ProbeAsync(_shopify.Connection, Ct);
    }
}
