using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Stores;

public sealed class StoreCredentialTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "shpss_0123456789abcdef";
    private readonly StoreServiceScenario _scenario = new(postgres);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_secret_is_kept_encrypted_and_the_client_id_is_shown()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit(" client-1 ", $" {Secret} "));

        var row = await RowAsync(store);
        Assert.Equal((StoreCredentialKind.ClientCredentials, "client-1", null), (store.CredentialKind, store.ClientId, store.AccessTokenExpiresAt));
        Assert.NotEmpty(row.ProtectedClientSecret!);
        Assert.DoesNotContain(Secret, row.ProtectedClientSecret, StringComparison.Ordinal);
        Assert.Null(row.ProtectedAccessToken);
        await _scenario.TokenAsync(store.Id);
        Assert.Equal(Secret, Assert.Single(_scenario.Grant.Asked).ClientSecret);
    }

    [Fact]
    public async Task A_new_store_needs_a_client_id_and_its_secret()
    {
        var edit = StoreServiceScenario.Edit(token: null) with { CredentialKind = StoreCredentialKind.ClientCredentials };

        Assert.Equal(["ClientId", "ClientSecret"], await RefusedFieldsAsync(null, edit));
    }

    [Theory]
    [InlineData(null, "client-1", "shpat_a", null)]
    [InlineData(StoreCredentialKind.AccessToken, "client-1", "shpat_a", null)]
    [InlineData(StoreCredentialKind.AccessToken, null, null, Secret)]
    [InlineData(StoreCredentialKind.ClientCredentials, "client-1", "shpat_a", Secret)]
    public async Task A_store_is_let_in_by_one_kind_only(StoreCredentialKind? kind, string? clientId, string? token, string? secret)
    {
        var edit = StoreServiceScenario.Edit(token: token) with { CredentialKind = kind, ClientId = clientId, ClientSecret = secret };

        Assert.Equal(["CredentialKind"], await RefusedFieldsAsync(null, edit));
    }

    [Theory]
    [InlineData("client 1", Secret, "ClientId")]
    [InlineData("client-1", "shp\nss", "ClientSecret")]
    public async Task What_was_copied_wrong_is_refused(string clientId, string secret, string field) =>
        Assert.Equal([field], await RefusedFieldsAsync(null, StoreServiceScenario.ClientEdit(clientId, secret)));

    [Fact]
    public async Task An_edit_without_secret_keeps_secret_and_token()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));
        var token = await _scenario.TokenAsync(store.Id);

        var edit = StoreServiceScenario.ClientEdit("client-1", null) with { Name = "Renamed", Domain = store.Domain };
        Assert.IsType<StoreSaveResult.Saved>(await _scenario.Service.UpdateAsync(store.Id, edit, "sam", Ct));

        Assert.Equal(token, await _scenario.TokenAsync(store.Id));
        Assert.Single(_scenario.Grant.Asked);
    }

    [Fact]
    public async Task Another_client_id_needs_its_own_secret()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));

        Assert.Equal(["ClientSecret"], await RefusedFieldsAsync(store, StoreServiceScenario.ClientEdit("client-2", null)));
    }

    [Fact]
    public async Task A_new_secret_ends_the_token_that_the_old_one_got()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));
        await _scenario.TokenAsync(store.Id);

        await SaveAsync(store, StoreServiceScenario.ClientEdit(null, "shpss_next"));

        Assert.Null((await RowAsync(store)).ProtectedAccessToken);
        await _scenario.TokenAsync(store.Id);
        Assert.Equal(("client-1", "shpss_next"), (_scenario.Grant.Asked[^1].ClientId, _scenario.Grant.Asked[^1].ClientSecret));
    }

    [Fact]
    public async Task Changing_to_an_access_token_keeps_nothing_of_the_client()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));
        await _scenario.TokenAsync(store.Id);

        var saved = await SaveAsync(store, StoreServiceScenario.Edit(token: "shpat_own"));

        var row = await RowAsync(store);
        Assert.Equal((StoreCredentialKind.AccessToken, null, null), (saved.CredentialKind, saved.ClientId, saved.AccessTokenExpiresAt));
        Assert.Equal((null, null, null), (row.ClientId, row.ProtectedClientSecret, row.AccessTokenObtainedAt));
        Assert.Equal("shpat_own", await _scenario.TokenAsync(store.Id));
    }

    [Fact]
    public async Task Changing_to_client_credentials_keeps_nothing_of_the_token()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.Edit(token: "shpat_own"));
        var unfinished = StoreServiceScenario.Edit(token: null) with { CredentialKind = StoreCredentialKind.ClientCredentials };

        Assert.Equal(["ClientId", "ClientSecret"], await RefusedFieldsAsync(store, unfinished));
        await SaveAsync(store, StoreServiceScenario.ClientEdit("client-1", Secret));

        Assert.Null((await RowAsync(store)).ProtectedAccessToken);
        Assert.Equal("shpat_granted_1", await _scenario.TokenAsync(store.Id));
    }

    [Fact]
    public async Task At_another_address_another_token_is_asked_for()
    {
        var scenario = new StoreServiceScenario(postgres, allowLoopback: true);
        var store = await scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));
        await scenario.TokenAsync(store.Id);

        var edit = StoreServiceScenario.ClientEdit(null, null) with { Domain = store.Domain, AdminUrl = "http://127.0.0.1:5000/demo-stores/north" };
        Assert.IsType<StoreSaveResult.Saved>(await scenario.Service.UpdateAsync(store.Id, edit, "sam", Ct));

        Assert.Equal("shpat_granted_2", await scenario.TokenAsync(store.Id));
        Assert.Equal(new Uri("http://127.0.0.1:5000/demo-stores/north"), scenario.Grant.Asked[^1].AdminUrl);
    }

    [Fact]
    public async Task No_secret_is_in_the_audit_trail_or_in_what_is_logged()
    {
        var edit = StoreServiceScenario.ClientEdit("client-1", Secret);
        var store = await _scenario.CreateAsync(edit);
        await SaveAsync(store, StoreServiceScenario.ClientEdit("client-2", $"{Secret}_next"));
        await _scenario.TokenAsync(store.Id);

        await using var db = postgres.CreateContext();
        var subject = store.Id.ToString();
        var summaries = await db.AuditEntries.Where(e => e.Subject == subject).Select(e => e.Summary!).ToListAsync(Ct);
        Assert.Contains(summaries, summary => summary.EndsWith("client id and secret", StringComparison.Ordinal));
        Assert.DoesNotContain(
            [.. summaries, edit.ToString(), _scenario.Grant.Asked[0].ToString(), _scenario.Grant.Token("shpat_granted").ToString()!],
            text => text.Contains(Secret, StringComparison.Ordinal) || text.Contains("shpat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_has_a_new_token_granted_so_that_a_secret_that_was_revoked_shows()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", Secret));
        await _scenario.TokenAsync(store.Id);
        _scenario.Answer = async connection => new StoreCheck { CheckedAt = A.Moment, ShopName = await StoreServiceScenario.TokenAsync(connection) };

        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);

        var found = (await _scenario.Service.FindAsync(store.Id, Ct))!;
        Assert.Equal("shpat_granted_2", found.LastCheck!.ShopName);
        Assert.Equal(_scenario.Clock.GetUtcNow() + _scenario.Grant.Life, found.AccessTokenExpiresAt);
    }

    private async Task<StoreSummary> SaveAsync(StoreSummary store, StoreEdit edit) =>
        Assert.IsType<StoreSaveResult.Saved>(await _scenario.Service.UpdateAsync(store.Id, edit with { Domain = store.Domain }, "sam", Ct)).Store;

    private async Task<IEnumerable<string>> RefusedFieldsAsync(StoreSummary? store, StoreEdit edit)
    {
        var result = store is null
            ? await _scenario.Service.CreateAsync(edit, "sam", Ct)
            : await _scenario.Service.UpdateAsync(store.Id, edit with { Domain = store.Domain }, "sam", Ct);
        var errors = Assert.IsType<StoreSaveResult.Invalid>(result).Errors;
        Assert.All(errors.Values, sentences => Assert.EndsWith(".", Assert.Single(sentences), StringComparison.Ordinal));
        return errors.Keys.Order();
    }

    private async Task<Store> RowAsync(StoreSummary store)
    {
        await using var db = postgres.CreateContext();
        return await db.Stores.SingleAsync(s => s.Id == store.Id, Ct);
    }
}
