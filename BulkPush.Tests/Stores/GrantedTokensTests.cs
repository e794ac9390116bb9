using BulkPush.Core;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Stores;

public sealed class GrantedTokensTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Margin = new StoreTokenOptions().TokenRenewalMargin;

    private readonly StoreServiceScenario _scenario = new(postgres);
    private StoreSummary _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int Asked => _scenario.Grant.Asked.Count;

    public async ValueTask InitializeAsync() => _store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_secret"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_first_use_asks_and_every_process_uses_what_it_got()
    {
        var token = await CurrentAsync(await TokensAsync());

        Assert.Equal(token, await CurrentAsync(await TokensAsync()));
        Assert.Equal(1, Asked);
        await using var db = postgres.CreateContext();
        var row = await db.Stores.SingleAsync(s => s.Id == _store.Id, Ct);
        Assert.DoesNotContain(token.Value, row.ProtectedAccessToken!, StringComparison.Ordinal);
        Assert.Equal((token.ObtainedAt, token.ExpiresAt), (row.AccessTokenObtainedAt, row.AccessTokenExpiresAt));
    }

    [Fact]
    public async Task A_token_is_replaced_a_margin_before_its_end()
    {
        var tokens = await TokensAsync();
        var first = await CurrentAsync(tokens);

        _scenario.Clock.Advance(_scenario.Grant.Life - Margin - TimeSpan.FromSeconds(1));
        Assert.Equal(first, await CurrentAsync(tokens));
        _scenario.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await CurrentAsync(tokens));
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task A_token_that_lives_shorter_than_the_margin_is_used_for_half_its_life()
    {
        _scenario.Grant.Life = Margin;
        var tokens = await TokensAsync();
        var first = await CurrentAsync(tokens);

        _scenario.Clock.Advance((Margin / 2) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, await CurrentAsync(tokens));
        _scenario.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await CurrentAsync(tokens));
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_present_token_in_use_and_is_tried_again_after_a_minute()
    {
        var tokens = await TokensAsync();
        var first = await CurrentAsync(tokens);
        _scenario.Clock.Advance(_scenario.Grant.Life - Margin);
        _scenario.Grant.Answers(new TokenOutcome.Unavailable("Shopify is away", null));

        Assert.Equal(first, await CurrentAsync(tokens));
        Assert.Equal(first, await CurrentAsync(tokens));
        Assert.Equal(2, Asked);
        _scenario.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEqual(first, await CurrentAsync(tokens));
    }

    [Fact]
    public async Task While_one_call_renews_the_others_go_on_with_the_present_token()
    {
        var tokens = await TokensAsync();
        var first = await CurrentAsync(tokens);
        _scenario.Clock.Advance(_scenario.Grant.Life - Margin);
        var (isAsked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _scenario.Grant.Does(async () =>
        {
            isAsked.SetResult();
            await mayAnswer.Task;
            return _scenario.Grant.Token("shpat_renewed");
        });

        var renewing = CurrentAsync(tokens);
        await isAsked.Task;
        Assert.Equal(first, await CurrentAsync(tokens));
        mayAnswer.SetResult();

        Assert.Equal("shpat_renewed", (await renewing).Value);
        Assert.Equal("shpat_renewed", (await CurrentAsync(tokens)).Value);
    }

    [Fact]
    public async Task After_its_end_a_token_is_never_used_even_when_there_is_no_other()
    {
        var tokens = await TokensAsync();
        await CurrentAsync(tokens);
        _scenario.Clock.Advance(_scenario.Grant.Life);
        _scenario.Grant.Answers(new TokenOutcome.Unavailable("Shopify is away", null));

        Assert.IsType<TokenOutcome.Unavailable>(await tokens.CurrentAsync(Ct));
    }

    [Fact]
    public async Task Of_two_processes_that_want_a_token_at_once_one_asks()
    {
        var (isAsked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _scenario.Grant.Does(async () =>
        {
            isAsked.SetResult();
            await mayAnswer.Task;
            return _scenario.Grant.Token("shpat_shared");
        });

        var one = CurrentAsync(await TokensAsync());
        await isAsked.Task;
        var other = CurrentAsync(await TokensAsync());
        await Eventually.IsTrueAsync(async () => await WaitingForLocksAsync() == 1, "the other process waits for the first one's answer");
        mayAnswer.SetResult();

        Assert.Equal(("shpat_shared", "shpat_shared"), ((await one).Value, (await other).Value));
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task Many_calls_that_are_refused_at_once_share_one_new_token()
    {
        var tokens = await TokensAsync();
        var refused = await CurrentAsync(tokens);

        var replaced = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ReplaceAsync(tokens, refused), Ct)));

        Assert.All(replaced, token => Assert.Equal("shpat_granted_2", token.Value));
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task What_another_process_replaced_already_is_not_asked_for_again()
    {
        var (here, there) = (await TokensAsync(), await TokensAsync());
        var refused = await CurrentAsync(here);
        await CurrentAsync(there);
        var replacement = await ReplaceAsync(there, refused);

        Assert.Equal(replacement, await ReplaceAsync(here, refused));
        Assert.Equal(replacement, await CurrentAsync(here));
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task A_call_that_was_under_way_with_the_former_token_does_not_bring_it_back()
    {
        var tokens = await TokensAsync();
        var former = await CurrentAsync(tokens);
        var present = await ReplaceAsync(tokens, former);

        Assert.Equal(present, await ReplaceAsync(tokens, former));
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_renewal_to_the_next()
    {
        using var stop = new CancellationTokenSource();
        var isAsked = new TaskCompletionSource();
        _scenario.Grant.Does(async () =>
        {
            isAsked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
            throw new InvalidOperationException("Never gets here.");
        });
        var tokens = await TokensAsync();
        var stopped = tokens.CurrentAsync(stop.Token).AsTask();
        await isAsked.Task;
        var next = CurrentAsync(tokens);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal("shpat_granted_2", (await next).Value);
    }

    [Fact]
    public async Task A_process_that_dies_between_grant_and_keeping_leaves_the_next_one_free_to_ask()
    {
        var mayDie = new TaskCompletionSource();
        _scenario.Grant.Does(async () =>
        {
            await EndWhoHoldsTheLockAsync();
            mayDie.SetResult();
            return _scenario.Grant.Token("shpat_lost");
        });

        var fault = await Record.ExceptionAsync(async () => await CurrentAsync(await TokensAsync()));

        Assert.True(mayDie.Task.IsCompleted && fault is not null && DatabaseFaults.IsAway(fault), fault?.ToString());
        Assert.Equal("shpat_granted_2", (await CurrentAsync(await TokensAsync())).Value);
    }

    [Fact]
    public async Task A_token_for_credentials_that_were_edited_meanwhile_is_not_kept()
    {
        _scenario.Grant.Does(async () =>
        {
            await _scenario.Service.UpdateAsync(_store.Id, StoreServiceScenario.ClientEdit("client-2", "shpss_next") with { Domain = _store.Domain }, "kim", Ct);
            return _scenario.Grant.Token("shpat_of_client_1");
        });
        var tokens = await TokensAsync();

        Assert.IsType<TokenOutcome.Unavailable>(await tokens.CurrentAsync(Ct));

        Assert.Equal("shpat_granted_2", (await CurrentAsync(tokens)).Value);
        Assert.Equal("client-2", _scenario.Grant.Asked[^1].ClientId);
    }

    [Fact]
    public async Task A_store_that_got_an_access_token_meanwhile_is_opened_by_it()
    {
        var tokens = await TokensAsync();
        var refused = await CurrentAsync(tokens);
        await _scenario.Service.UpdateAsync(_store.Id, StoreServiceScenario.Edit(_store.Domain, "shpat_own"), "kim", Ct);

        Assert.Equal("shpat_own", (await ReplaceAsync(tokens, refused)).Value);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_store_that_moved_meanwhile_is_sent_nothing_at_its_former_address()
    {
        var tokens = await TokensAsync();
        var refused = await CurrentAsync(tokens);
        await _scenario.Service.UpdateAsync(_store.Id, StoreServiceScenario.ClientEdit(null, null) with { Domain = $"moved-{A.Number()}.myshopify.com" }, "kim", Ct);

        Assert.Equal("STORE_MOVED", Assert.IsType<TokenOutcome.Refused>(await tokens.ReplaceAsync(refused, Ct)).Code);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_decrypted_says_what_to_do()
    {
        var otherKeys = new StoreServiceScenario(postgres);
        var connection = (await otherKeys.Service.ConnectAsync(_store.Id, Ct))!;

        var refused = Assert.IsType<TokenOutcome.Refused>(await connection.Tokens.CurrentAsync(Ct));

        Assert.Equal("TOKEN_UNREADABLE", refused.Code);
        Assert.Contains("Enter it again", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>As another process sees the store: a memory of its own over the same database.</summary>
    private async Task<IStoreTokens> TokensAsync()
    {
        await using var db = postgres.CreateContext();
        return _scenario.ConnectionsTo(postgres.Contexts).To(await db.Stores.AsNoTracking().SingleAsync(s => s.Id == _store.Id, Ct)).Tokens;
    }

    private static async Task<AccessToken> CurrentAsync(IStoreTokens tokens) => Assert.IsType<TokenOutcome.Usable>(await tokens.CurrentAsync(Ct)).Token;

    private static async Task<AccessToken> ReplaceAsync(IStoreTokens tokens, AccessToken refused) =>
        Assert.IsType<TokenOutcome.Usable>(await tokens.ReplaceAsync(refused, Ct)).Token;

    /// <summary>What PostgreSQL sees of a process that dies: its connection is gone.</summary>
    private async Task EndWhoHoldsTheLockAsync()
    {
        await using var db = postgres.CreateContext();
        await db.Database.ExecuteSqlAsync(
            $"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
            Ct);
    }

    private async Task<long> WaitingForLocksAsync()
    {
        await using var db = postgres.CreateContext();
        return await db.Database
            .SqlQuery<long>($"select count(*) as \"Value\" from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")
            .SingleAsync(Ct);
    }
}
