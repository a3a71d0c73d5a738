using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OrderStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_State_LeasedUntil",
                table: "Orders");

            migrationBuilder.AddColumn<string>(
                name: "Submitter",
                table: "Orders",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "BatchId",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "BatchPosition",
                table: "Orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Content",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorCode",
                table: "Orders",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErrorText",
                table: "Orders",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Interrupted",
                table: "Orders",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Lane",
                table: "Orders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Interactive");

            migrationBuilder.AddColumn<Guid>(
                name: "LeaseOwner",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnFailure",
                table: "Orders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Compensate");

            migrationBuilder.AddColumn<DateTime>(
                name: "PointOfNoReturnAt",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RequestedStart",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DependsOn",
                table: "OrderItem",
                type: "TEXT",
                maxLength: 4000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Undo",
                table: "OrderItem",
                type: "TEXT",
                nullable: true);

            // Orders of before: what is open stays due when its lease ends; who submitted them is known by name only, and their checks are behind them.
            migrationBuilder.Sql("UPDATE Orders SET DueAt = LeasedUntil WHERE State IN ('InProgress', 'Held');");
            migrationBuilder.Sql("UPDATE Orders SET Submitter = '{\"Kind\":0,\"Name\":\"system\",\"Role\":0,\"TenantId\":null}';");

            migrationBuilder.DropColumn(
                name: "LeasedUntil",
                table: "Orders");

            migrationBuilder.CreateTable(
                name: "EventCounters",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EventCounters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OrderBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ExternalSystem = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    PayloadHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SubmittedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Orders = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OrderEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ExternalSystem = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    BatchId = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    To = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ErrorCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderEvents", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "EventCounters",
                columns: new[] { "Id", "Last" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_BatchId_BatchPosition",
                table: "Orders",
                columns: new[] { "BatchId", "BatchPosition" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Lane_DueAt_BatchPosition",
                table: "Orders",
                columns: new[] { "Lane", "DueAt", "BatchPosition" });

            migrationBuilder.CreateIndex(
                name: "IX_OrderBatches_ExternalSystem_ExternalId",
                table: "OrderBatches",
                columns: new[] { "ExternalSystem", "ExternalId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OrderBatches_SubmittedAt",
                table: "OrderBatches",
                column: "SubmittedAt");

            migrationBuilder.CreateIndex(
                name: "IX_OrderEvents_OrderId",
                table: "OrderEvents",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_OrderEvents_Sequence",
                table: "OrderEvents",
                column: "Sequence",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Orders_OrderBatches_BatchId",
                table: "Orders",
                column: "BatchId",
                principalTable: "OrderBatches",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Orders_OrderBatches_BatchId",
                table: "Orders");

            migrationBuilder.DropTable(
                name: "EventCounters");

            migrationBuilder.DropTable(
                name: "OrderBatches");

            migrationBuilder.DropTable(
                name: "OrderEvents");

            migrationBuilder.DropIndex(
                name: "IX_Orders_BatchId_BatchPosition",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_Lane_DueAt_BatchPosition",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "BatchId",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "BatchPosition",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Content",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ErrorCode",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ErrorText",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Interrupted",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Lane",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "LeaseOwner",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "OnFailure",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "PointOfNoReturnAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "RequestedStart",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "DependsOn",
                table: "OrderItem");

            migrationBuilder.DropColumn(
                name: "Undo",
                table: "OrderItem");

            migrationBuilder.DropColumn(
                name: "Submitter",
                table: "Orders");

            migrationBuilder.AddColumn<DateTime>(
                name: "LeasedUntil",
                table: "Orders",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.CreateIndex(
                name: "IX_Orders_State_LeasedUntil",
                table: "Orders",
                columns: new[] { "State", "LeasedUntil" });
        }
    }
}
