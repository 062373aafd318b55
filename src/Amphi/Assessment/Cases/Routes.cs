using Amphi.Organisations;

namespace Amphi.Assessment.Cases;

/// <summary>Who acts is asked by the classroom; who may see the team's pages, by the slice.</summary>
internal static class Routes
{
    public static void MapCases(this IEndpointRouteBuilder rooms)
    {
        rooms.MapGet("/case/{block}", SeeCase.See).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}", HandInWork.Send).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/withdraw", HandInWork.Withdraw).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/detach/{file}", HandInWork.Detach).ForAnyoneSignedIn();
        rooms.MapGet("/case/{block}/file/{file}", FileDesk.Give).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/team/found", TeamUp.Found).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/team/join", TeamUp.Join).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/team/leave", TeamUp.Leave).ForAnyoneSignedIn();
        rooms.MapGet("/case/{block}/training", Train.See).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/training", Train.Send).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/next", ReadCopy.Next).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/own", ReadCopy.Own).ForAnyoneSignedIn();
        rooms.MapGet("/case/{block}/read/{review}", ReadCopy.See).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/read/{review}", ReadCopy.Send).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/rate/{review}", ReadCopy.Rate).ForAnyoneSignedIn();
        rooms.MapPost("/case/{block}/again", ReadCopy.AskAgain).ForAnyoneSignedIn();
        rooms.MapGet("/cases", CaseQueue.See).ForAnyoneSignedIn();
        rooms.MapGet("/cases/{copy}", CaseQueue.Open).ForAnyoneSignedIn();
        rooms.MapGet("/cases/{copy}/like/{other}", SeeLikeness.See).ForAnyoneSignedIn();
        rooms.MapPost("/cases/{copy}", CaseQueue.Mark).ForAnyoneSignedIn();
    }
}
