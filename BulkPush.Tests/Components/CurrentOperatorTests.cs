using BulkPush.Core.Security;
using BulkPush.Web.Components.Shared;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Components;

public sealed class CurrentOperatorTests : MudContext
{
    private readonly BunitAuthorizationContext _authorization;
    private readonly CurrentOperator _operator;

    public CurrentOperatorTests()
    {
        _authorization = AddAuthorization();
        Services.AddScoped<CurrentOperator>();
        _operator = Services.GetRequiredService<CurrentOperator>();
    }

    [Fact]
    public async Task Names_an_operator_who_may()
    {
        _authorization.SetAuthorized("anna@example.com").SetPolicies(Permissions.ProductsPush);

        Assert.Equal("anna@example.com", await _operator.NameIfAsync(Permissions.ProductsPush));
        Assert.True(await _operator.MayAsync(Permissions.ProductsPush));
    }

    [Fact]
    public async Task Names_nobody_who_lacks_the_permission_or_has_not_signed_in()
    {
        _authorization.SetAuthorized("anna@example.com").SetPolicies(Permissions.ProductsView);
        Assert.Null(await _operator.NameIfAsync(Permissions.ProductsPush));
        Assert.False(await _operator.MayAsync(Permissions.ProductsPush));

        _authorization.SetNotAuthorized();
        Assert.Null(await _operator.NameIfAsync(Permissions.ProductsView));
    }
}
